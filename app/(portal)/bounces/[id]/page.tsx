import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { notFound } from "next/navigation";
import { rowButtons } from "@/app/(portal)/bounces/row-buttons";
import { classTones } from "@/app/(portal)/bounces/tones";
import { writingFor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Facts, type Fact } from "@/components/detail/facts";
import { LiveRefresh } from "@/components/detail/live-refresh";
import { RawText } from "@/components/detail/raw-text";
import { Section } from "@/components/detail/section";
import { Icon } from "@/components/ui/icon";
import { Status } from "@/components/ui/status";
import { getBounce, type BounceDetail } from "@/lib/features/bounces/queries/detail";
import type { BounceClass, BounceSource } from "@/lib/kernel/bounces";
import type { CommunicationState } from "@/lib/kernel/communications";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type BounceRoute = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata({ params }: BounceRoute): Promise<Metadata> {
  return { title: (await params).id };
}

type PartProps = { readonly bounce: BounceDetail; readonly writing: Writing };

const listOf = ({ kind }: BounceDetail) =>
  kind === "PLAZA_EMAIL" ? "email-bounces" : "credit-management-bounces";

async function Head({ bounce }: Pick<PartProps, "bounce">) {
  const say = await getTranslations();
  const t = await getTranslations("email-bounces");
  const list = listOf(bounce);
  const name = bounce.class as BounceClass;
  return (
    <>
      <LiveRefresh source={`/api/live/${list}`} id={bounce.id} />
      <Link
        href={`/${list}`}
        prefetch={false}
        className="no-print mb-3 inline-flex items-center gap-1 text-sm text-soft no-underline hover:text-ink"
      >
        <Icon name="left" className="size-3.5" />
        {say(`${list}.title`)}
      </Link>
      <div className="mb-1 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-2xl font-semibold tracking-tight [overflow-wrap:anywhere]">{bounce.addressee}</h1>
        <Status chip tone={classTones[name]} word={t(`values.class.${name}`)} code={name} />
      </div>
    </>
  );
}

const link = (href: string, text: string) => (
  <Link href={href} prefetch={false} className="text-accent no-underline hover:underline">
    {text}
  </Link>
);

async function MessageFacts({ bounce, writing }: PartProps) {
  const t = await getTranslations("bounces");
  const words = await getTranslations("email-bounces");
  const copy = (await getTranslations("app"))("copy");
  const { communicationId, messageSentAt, reportId } = bounce;
  const facts: Fact[] = [
    { label: words("columns.bouncedAt"), value: writing.exact(bounce.bouncedAt) },
    { label: words("columns.sentAt"), value: messageSentAt && writing.exact(messageSentAt) },
    { label: words("columns.website"), value: bounce.website ?? null },
    { label: words("columns.name"), value: bounce.name },
    { label: words("columns.invoice"), value: bounce.invoiceNumber },
    { label: t("facts.subject"), value: bounce.subject },
    { label: words("columns.code"), value: bounce.reasonCode, mono: true },
    { label: t("facts.source"), value: t(`sources.${bounce.source as BounceSource}`) },
    { label: t("facts.hard"), value: bounce.isHard ? t("facts.isHard") : t("facts.isSoft") },
    {
      label: t("facts.message"),
      value: communicationId,
      shown: link(`/emails/${communicationId ?? ""}`, bounce.messageId ?? communicationId ?? ""),
    },
    {
      label: t("facts.report"),
      value: reportId,
      shown: link(`/reports/${reportId ?? ""}`, t("facts.openReport")),
    },
  ];
  return <Facts title={t("facts.title")} copy={copy} facts={facts} />;
}

/** What it held up, and what went out instead (U8). */
async function Consequences({ bounce }: Pick<PartProps, "bounce">) {
  const t = await getTranslations("bounces");
  const states = await getTranslations("emails");
  const { step, fallback, fallbackId, resent, resentId, listed } = bounce;
  const word = (state: string) => states(`values.state.${state as CommunicationState}`);
  const lines = [
    step && t("blocked.step", { position: step.position }),
    fallback &&
      link(
        `/emails/${fallbackId ?? ""}`,
        t("blocked.fallback", { to: fallback.addressee, state: word(fallback.state) }),
      ),
    resent &&
      link(
        `/emails/${resentId ?? ""}`,
        t("blocked.resent", { to: resent.addressee, state: word(resent.state) }),
      ),
    listed && link(`/suppressions?q=${bounce.id}`, t(`blocked.${listed}`)),
  ].filter((line) => line !== null && line !== "");
  return (
    <Section title={t("blocked.title")}>
      <ul className="px-4 py-3 text-sm">
        {lines.length === 0 && <li className="text-soft">{t("blocked.none")}</li>}
        {lines.map((line, place) => (
          <li key={place} className="py-0.5">
            {line}
          </li>
        ))}
      </ul>
    </Section>
  );
}

export default async function BouncePage({ params }: BounceRoute) {
  const { actor, merchant } = await requirePermission("bounces:read");
  const { id } = await params;
  const bounce = await getBounce(actor.scope, id);
  if (bounce === null) notFound();
  const writing = await writingFor(merchant.timezone, requestTime());
  const t = await getTranslations("bounces");
  const copy = (await getTranslations("app"))("copy");
  const buttons = await rowButtons({ ids: [id], actor, writing });
  return (
    <>
      <Head bounce={bounce} />
      <div className="mb-4 text-left">{buttons[id]}</div>
      {bounce.refusal !== null && (
        <p className="notice notice-calm mb-4">{t(`refusals.${bounce.refusal}`)}</p>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <section className="panel p-4">
            <RawText title={t("facts.words")} copy={copy} text={bounce.reason} isExact />
          </section>
          <Consequences bounce={bounce} />
        </div>
        <MessageFacts bounce={bounce} writing={writing} />
      </div>
    </>
  );
}
