import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { SettingsPage } from "@/app/(portal)/settings/settings-page";
import { Computop } from "@/app/(portal)/settings/websites/computop";
import { PaymentRules } from "@/app/(portal)/settings/websites/payment-rules";
import { Facts } from "@/components/detail/facts";
import { pushFormatOf } from "@/lib/features/pushes/model";
import { findWebsites } from "@/lib/features/websites/queries";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("pages.websites") };
}

type Website = Awaited<ReturnType<typeof findWebsites>>[number];

/** The further pages of its settings. */
async function WebsiteLinks({ website: { id, name } }: { website: Website }) {
  const pushes = await getTranslations("pushSettings");
  const schemes = await getTranslations("schemes");
  const mails = await getTranslations("mailSettings");
  const renewals = await getTranslations("renewalSettings");
  const pages = [
    { page: "pushes", title: pushes("title"), of: pushes("of", { name }) },
    { page: "schemes", title: schemes("title"), of: schemes("of", { name }) },
    { page: "mails", title: mails("title"), of: mails("of", { name }) },
    { page: "renewals", title: renewals("title"), of: renewals("of", { name }) },
  ];
  return (
    <p className="mt-3 flex flex-wrap gap-2">
      {pages.map(({ page, title, of }) => (
        <Link
          key={page}
          href={`/settings/websites/${id}/${page}`}
          prefetch={false}
          aria-label={of}
          className="button"
        >
          {title}
        </Link>
      ))}
    </p>
  );
}

async function WebsitePanel({ website }: { website: Website }) {
  const t = await getTranslations("websites");
  const pushes = await getTranslations("pushSettings");
  const copy = (await getTranslations("app"))("copy");
  const keys = website.apiKeys.map(({ name, hint }) => `${name} ${hint}…`).join(", ");
  const aliases = website.trustCredentials.map(({ alias }) => alias).join(", ");
  const mids = website.computopCredentials.map(({ mid }) => mid).join(", ");
  const facts = [
    { label: t("url"), value: website.url },
    { label: t("siteReference"), value: website.siteReference, mono: true },
    { label: t("apiKeys"), value: keys === "" ? null : keys, mono: true },
    { label: t("basic"), value: aliases === "" ? null : aliases, mono: true },
    { label: t("merchantId"), value: mids === "" ? null : mids, mono: true },
    { label: pushes("websiteKey"), value: website.websiteKey, mono: true },
    { label: pushes("fields.pushUrl.label"), value: website.pushUrl ?? pushes("noAddress") },
    { label: pushes("format"), value: pushes(`formats.${pushFormatOf(website.pushFormat)}.name`) },
  ];
  return (
    <Facts title={website.name} copy={copy} facts={facts}>
      <WebsiteLinks website={website} />
      <div className="mt-4 border-t border-line pt-4">
        <PaymentRules website={website} />
      </div>
      <Computop website={website} hasOne={mids !== ""} />
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
          <WebsitePanel key={website.id} website={website} />
        ))}
      </div>
    </SettingsPage>
  );
}
