import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import Link from "next/link";
import { notFound } from "next/navigation";
import { SettingsPage } from "@/app/(portal)/settings/settings-page";
import { customerKinds, PreviewPart } from "@/app/(portal)/settings/websites/[id]/mails/preview-part";
import { MailSettingsForm } from "@/app/(portal)/settings/websites/[id]/mails/settings-form";
import { Section } from "@/components/detail/section";
import { Icon } from "@/components/ui/icon";
import { getMailSettings } from "@/lib/features/websites/queries";
import { isLocale } from "@/lib/kernel/locale";
import { requirePermission } from "@/lib/web/session";

type MailsRoute = {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("mailSettings"))("title") };
}

async function formTexts() {
  const t = await getTranslations("mailSettings");
  const app = await getTranslations("app");
  const settings = await getTranslations("settings");
  return {
    customers: { label: t("customers.label"), hint: t("customers.hint") },
    replyTo: { label: t("replyTo.label"), hint: t("replyTo.hint"), problem: t("replyTo.problem") },
    save: app("save"),
    saved: app("saved"),
    wrong: t("wrong"),
    refusals: { forbidden: settings("forbidden"), not_found: settings("gone") },
  };
}

export default async function MailsPage({ params, searchParams }: MailsRoute) {
  const { actor, merchant } = await requirePermission("settings:manage");
  const website = await getMailSettings(actor.scope, (await params).id);
  if (website === null) notFound();
  const t = await getTranslations("mailSettings");
  const settings = await getTranslations("settings");
  const { kind: wished, language } = await searchParams;
  const kind = customerKinds.find((word) => word === wished) ?? "payment_confirmation";
  const locale = isLocale(language) ? language : await getLocale();
  return (
    <>
      <Link
        href="/settings/websites"
        prefetch={false}
        className="no-print mb-3 inline-flex items-center gap-1 text-sm text-soft no-underline hover:text-ink"
      >
        <Icon name="left" className="size-3.5" />
        {settings("pages.websites")}
      </Link>
      <SettingsPage title={t("of", { name: website.name })} lead={t("lead")}>
        <div className="flex flex-col gap-4">
          <Section title={t("title")}>
            <MailSettingsForm website={website} texts={await formTexts()} />
          </Section>
          {/* A select keeps what it first showed; another choice is another part. */}
          <PreviewPart
            key={`${kind} ${locale}`}
            kind={kind}
            locale={locale}
            shop={website.name}
            timezone={merchant.timezone}
          />
        </div>
      </SettingsPage>
    </>
  );
}
