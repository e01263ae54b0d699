import { getTranslations } from "next-intl/server";
import { relative, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { ActionForm } from "@/app/(portal)/settings/action-form";
import { endOldSecret, rotateSecret } from "@/app/(portal)/settings/websites/actions";
import { SecretForm } from "@/app/(portal)/settings/websites/[id]/pushes/secret-form";
import { CopyButton } from "@/components/detail/copy-button";
import { Section } from "@/components/detail/section";
import type { PushSettings } from "@/lib/features/websites/queries";

type KeysProps = {
  readonly website: PushSettings;
  readonly writing: Writing;
  readonly mayReveal: boolean;
};

async function WebsiteKey({ value }: { value: string }) {
  const t = await getTranslations("pushSettings");
  const copy = (await getTranslations("app"))("copy");
  return (
    <div>
      <p className="label">{t("websiteKey")}</p>
      <p className="flex items-center gap-1 font-mono text-sm">
        {value}
        <CopyButton value={value} label={`${copy}: ${t("websiteKey")}`} />
      </p>
      <p className="mt-1 text-xs text-faint">{t("websiteKeyHint")}</p>
    </div>
  );
}

async function Reveal({ websiteId }: { websiteId: string }) {
  const t = await getTranslations("websites");
  const settings = await getTranslations("settings");
  const copy = (await getTranslations("app"))("copy");
  return (
    <SecretForm
      websiteId={websiteId}
      texts={{
        reveal: t("reveal"),
        revealed: t("revealed"),
        copy: `${copy}: ${t("secret")}`,
        refusals: { forbidden: settings("forbidden"), not_found: settings("gone") },
      }}
    />
  );
}

async function Rotate({ website, writing }: Omit<KeysProps, "mayReveal">) {
  const t = await getTranslations("pushSettings");
  const settings = await getTranslations("settings");
  const app = await getTranslations("app");
  const { oldSecretUntil: until } = website;
  const again = until === null ? "" : ` ${t("rotate.again", { until: writing.exact(until) })}`;
  return (
    <ActionForm
      action={rotateSecret}
      hidden={{ websiteId: website.id, until: website.pushSecretUntil?.toISOString() ?? "" }}
      submit={t("rotate.submit")}
      done={t("rotate.done")}
      ask={{
        title: t("rotate.title", { name: website.name }),
        text: t("rotate.text") + again,
        confirm: t("rotate.confirm"),
        cancel: app("cancel"),
      }}
      refusals={{
        forbidden: settings("forbidden"),
        not_found: settings("gone"),
        changed_meanwhile: t("rotate.changed_meanwhile"),
      }}
    />
  );
}

async function OldSecret({ website, writing }: Omit<KeysProps, "mayReveal">) {
  const t = await getTranslations("pushSettings");
  const settings = await getTranslations("settings");
  const app = await getTranslations("app");
  const { oldSecretUntil: until } = website;
  if (until === null) return null;
  return (
    <div className="notice notice-calm flex flex-col gap-2">
      <p>{t("old.until", { at: writing.exact(until), when: relative(writing, until) })}</p>
      <ul className="list-disc pl-5 text-soft">
        <li>{t("old.both")}</li>
        <li>{t("old.one")}</li>
        <li>{t("old.calls")}</li>
      </ul>
      <ActionForm
        action={endOldSecret}
        hidden={{ websiteId: website.id }}
        submit={t("old.end")}
        done=""
        ask={{
          title: t("old.end"),
          text: t("old.endText"),
          confirm: t("old.endConfirm"),
          cancel: app("cancel"),
        }}
        refusals={{ forbidden: settings("forbidden"), not_found: settings("gone") }}
      />
    </div>
  );
}

/** By what the shop knows us: its key, its secret, and the secret before while it still counts. */
export async function KeysPart({ website, writing, mayReveal }: KeysProps) {
  const t = await getTranslations("pushSettings");
  const secret = (await getTranslations("websites"))("secret");
  return (
    <Section title={t("parts.keys")}>
      <div className="flex flex-col gap-4 p-4">
        <WebsiteKey value={website.websiteKey} />
        <div>
          <p className="label">{secret}</p>
          <div className="flex flex-wrap items-start gap-2">
            {mayReveal && <Reveal key={website.pushSecretUntil?.toISOString()} websiteId={website.id} />}
            <Rotate website={website} writing={writing} />
          </div>
          <p className="mt-1 text-xs text-faint">{t("secretHint")}</p>
        </div>
        <OldSecret website={website} writing={writing} />
      </div>
    </Section>
  );
}
