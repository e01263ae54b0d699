import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { notFound } from "next/navigation";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { SettingsPage } from "@/app/(portal)/settings/settings-page";
import { HealthPart } from "@/app/(portal)/settings/websites/[id]/pushes/health-part";
import { KeysPart } from "@/app/(portal)/settings/websites/[id]/pushes/keys-part";
import { SettingsPart } from "@/app/(portal)/settings/websites/[id]/pushes/settings-part";
import { TestPart } from "@/app/(portal)/settings/websites/[id]/pushes/test-part";
import { LiveRefresh } from "@/components/detail/live-refresh";
import { Icon } from "@/components/ui/icon";
import { getPushSettings } from "@/lib/features/websites/queries";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type PushSettingsRoute = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("pushSettings"))("title") };
}

export default async function PushSettingsPage({ params }: PushSettingsRoute) {
  const { actor, merchant } = await requirePermission("settings:manage");
  const website = await getPushSettings(actor.scope, (await params).id);
  if (website === null) notFound();
  const t = await getTranslations("pushSettings");
  const settings = await getTranslations("settings");
  const writing = await writingFor(merchant.timezone, requestTime());
  return (
    <>
      <LiveRefresh source="/api/live/websites" id={website.id} />
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
          <HealthPart website={website} writing={writing} />
          <SettingsPart website={website} />
          <KeysPart website={website} writing={writing} mayReveal={actor.may.has("secrets:reveal")} />
          <TestPart website={website} writing={writing} />
        </div>
      </SettingsPage>
    </>
  );
}
