import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { notFound } from "next/navigation";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { SettingsPage } from "@/app/(portal)/settings/settings-page";
import { ChangesPart } from "@/app/(portal)/settings/websites/[id]/renewals/changes-part";
import { SettingsPart } from "@/app/(portal)/settings/websites/[id]/renewals/settings-part";
import { Icon } from "@/components/ui/icon";
import { getRenewalSettings } from "@/lib/features/authorisations/queries/get-setting";
import { berlinDay, nextNightStart } from "@/lib/kernel/nights";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type RenewalsRoute = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("renewalSettings"))("title") };
}

export default async function RenewalsPage({ params }: RenewalsRoute) {
  const { actor, merchant } = await requirePermission("settings:manage");
  const website = await getRenewalSettings(actor.scope, (await params).id);
  if (website === null) notFound();
  const t = await getTranslations("renewalSettings");
  const settings = await getTranslations("settings");
  const writing = await writingFor(merchant.timezone, requestTime());
  const day = writing.format.day(berlinDay(nextNightStart(writing.now)));
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
          <SettingsPart websiteId={website.id} saved={website.saved[0]} day={day} />
          <ChangesPart saved={website.saved} writing={writing} />
        </div>
      </SettingsPage>
    </>
  );
}
