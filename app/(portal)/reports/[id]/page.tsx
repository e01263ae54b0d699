import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { notFound } from "next/navigation";
import { writingFor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { verdictTones } from "@/app/(portal)/reports/tones";
import { Facts, type Fact } from "@/components/detail/facts";
import { RawText } from "@/components/detail/raw-text";
import { Icon } from "@/components/ui/icon";
import { Status } from "@/components/ui/status";
import type { reportSources } from "@/lib/features/reports/model";
import { getReport } from "@/lib/features/reports/queries";
import type { ReportVerdict } from "@/lib/kernel/bounces";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type ReportRoute = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata({ params }: ReportRoute): Promise<Metadata> {
  return { title: (await params).id };
}

const link = (href: string, text: string) => (
  <Link href={href} prefetch={false} className="text-accent no-underline hover:underline">
    {text}
  </Link>
);

type Report = NonNullable<Awaited<ReturnType<typeof getReport>>>;

async function factsOf(report: Report, { exact, format }: Writing): Promise<readonly Fact[]> {
  const t = await getTranslations("reports");
  const { communicationId, readAt } = report;
  return [
    { label: t("columns.receivedAt"), value: exact(report.receivedAt) },
    { label: t("columns.readAt"), value: readAt && exact(readAt) },
    {
      label: t("columns.source"),
      value: t(`values.source.${report.source as (typeof reportSources)[number]}`),
    },
    { label: t("columns.bytes"), value: format.count(report.byteCount) },
    { label: t("columns.remark"), value: report.remark },
    {
      label: t("message"),
      value: communicationId,
      shown: link(`/emails/${communicationId ?? ""}`, t("open")),
    },
    ...report.bounces.map(({ id: bounceId, addressee }) => ({
      label: t("bounce"),
      value: addressee,
      shown: link(`/bounces/${bounceId}`, addressee),
    })),
  ];
}

export default async function ReportPage({ params }: ReportRoute) {
  const { actor, merchant } = await requirePermission("messages:read");
  const { id } = await params;
  const report = await getReport(actor.scope, id);
  if (report === null) notFound();
  const t = await getTranslations("reports");
  const copy = (await getTranslations("app"))("copy");
  const writing = await writingFor(merchant.timezone, requestTime());
  const verdict = report.verdict as ReportVerdict;
  return (
    <>
      <Link
        href="/reports"
        prefetch={false}
        className="no-print mb-3 inline-flex items-center gap-1 text-sm text-soft no-underline hover:text-ink"
      >
        <Icon name="left" className="size-3.5" />
        {t("title")}
      </Link>
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-2xl font-semibold tracking-tight">{writing.exact(report.receivedAt)}</h1>
        <Status chip tone={verdictTones[verdict]} word={t(`values.verdict.${verdict}`)} code={verdict} />
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <section className="panel min-w-0 p-4">
          <RawText title={t("raw")} copy={copy} text={Buffer.from(report.raw).toString("utf8")} isExact />
        </section>
        <Facts title={t("facts")} copy={copy} facts={await factsOf(report, writing)} />
      </div>
    </>
  );
}
