import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/app/(portal)/settings/action-form";
import { savePush } from "@/app/(portal)/settings/actions";
import { SecretForm } from "@/app/(portal)/settings/secret-form";
import { SettingsPage } from "@/app/(portal)/settings/settings-page";
import { PaymentRules } from "@/app/(portal)/settings/websites/payment-rules";
import { PushFormat } from "@/app/(portal)/settings/websites/push-format";
import { Facts } from "@/components/detail/facts";
import { findWebsites } from "@/lib/features/websites/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("pages.websites") };
}

type Website = Awaited<ReturnType<typeof findWebsites>>[number];

async function PushAddress({ website }: { website: Website }) {
  const t = await getTranslations("websites");
  const settings = await getTranslations("settings");
  const app = await getTranslations("app");
  const refusals = {
    forbidden: settings("forbidden"),
    not_found: settings("gone"),
    not_an_address: t("refusals.not_an_address"),
    scheme_not_allowed: t("refusals.scheme_not_allowed"),
    credentials_not_allowed: t("refusals.credentials_not_allowed"),
    port_not_allowed: t("refusals.port_not_allowed"),
    host_not_found: t("refusals.host_not_found"),
    private_address: t("refusals.private_address"),
  };
  const id = `push-${website.id}`;
  return (
    <div>
      <label htmlFor={id} className="label">
        {t("pushUrl")}
      </label>
      <ActionForm
        action={savePush}
        hidden={{ websiteId: website.id }}
        submit={app("save")}
        done={app("saved")}
        refusals={refusals}
      >
        <input
          id={id}
          name="pushUrl"
          key={website.pushUrl}
          defaultValue={website.pushUrl ?? ""}
          maxLength={1000}
          inputMode="url"
          spellCheck={false}
          className="field min-w-56 flex-1"
        />
      </ActionForm>
      <p className="mt-1 text-xs text-faint">{t("pushHint")}</p>
    </div>
  );
}

async function Secret({ websiteId }: { websiteId: string }) {
  const t = await getTranslations("websites");
  const settings = await getTranslations("settings");
  const copy = (await getTranslations("app"))("copy");
  return (
    <div>
      <p className="label">{t("secret")}</p>
      <SecretForm
        websiteId={websiteId}
        texts={{
          reveal: t("reveal"),
          revealed: t("revealed"),
          copy: `${copy}: ${t("secret")}`,
          refusals: { forbidden: settings("forbidden"), not_found: settings("gone") },
        }}
      />
    </div>
  );
}

async function WebsitePanel({ website, mayReveal }: { website: Website; mayReveal: boolean }) {
  const t = await getTranslations("websites");
  const copy = (await getTranslations("app"))("copy");
  const keys = website.apiKeys.map(({ name, hint }) => `${name} ${hint}…`).join(", ");
  const aliases = website.trustCredentials.map(({ alias }) => alias).join(", ");
  const facts = [
    { label: t("url"), value: website.url },
    { label: t("siteReference"), value: website.siteReference, mono: true },
    { label: t("apiKeys"), value: keys === "" ? null : keys, mono: true },
    { label: t("basic"), value: aliases === "" ? null : aliases, mono: true },
  ];
  return (
    <Facts title={website.name} copy={copy} facts={facts}>
      <div className="mt-3 flex flex-col gap-3 border-t border-line pt-3">
        <PushAddress website={website} />
        <PushFormat website={website} />
        {mayReveal && <Secret websiteId={website.id} />}
      </div>
      <div className="mt-4 border-t border-line pt-4">
        <PaymentRules website={website} />
      </div>
    </Facts>
  );
}

export default async function WebsitesPage() {
  const { actor, merchant } = await requirePermission("settings:manage");
  const t = await getTranslations("websites");
  const settings = await getTranslations("settings");
  const websites = await findWebsites(actor.scope);
  return (
    <SettingsPage title={settings("pages.websites")} lead={t("lead", { merchant: merchant.name })}>
      <div className="flex flex-col gap-4">
        {websites.map((website) => (
          <WebsitePanel key={website.id} website={website} mayReveal={actor.may.has("secrets:reveal")} />
        ))}
      </div>
    </SettingsPage>
  );
}
