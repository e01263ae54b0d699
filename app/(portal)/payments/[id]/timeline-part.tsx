import { getTranslations } from "next-intl/server";
import { sayActor, type PaymentTranslator, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { paymentTones, refundTones } from "@/app/(portal)/payments/tones";
import { Section } from "@/components/detail/section";
import { Timeline, type TimelineLine } from "@/components/detail/timeline";
import type { Tone } from "@/components/ui/icon";
import type { PaymentStatus } from "@/lib/features/payments/model";
import type { shownActions } from "@/lib/features/payments/queries/payment-parts";
import {
  timelineKinds,
  type ChangedField,
  type TimelineEntry,
  type TimelineKind,
} from "@/lib/features/payments/queries/timeline";
import type { BounceClass } from "@/lib/kernel/bounces";
import type { CommunicationKind } from "@/lib/kernel/communications";
import type { RefundStatus } from "@/lib/features/refunds/model";
import type { SettleEvent } from "@/lib/features/settlement/model";
import Link from "next/link";

type Saying = {
  readonly entry: TimelineEntry;
  readonly writing: Writing;
  readonly statusWord: (status: string) => string;
  readonly messageWords: MessageWords;
};

type MessageWords = {
  readonly kind: (kind: string) => string;
  readonly bounce: (name: string) => string;
};

async function messageWords(): Promise<MessageWords> {
  const emails = await getTranslations("emails");
  const bounces = await getTranslations("email-bounces");
  return {
    kind: (kind) => emails(`values.kind.${kind as CommunicationKind}`),
    bounce: (name) => bounces(`values.class.${name as BounceClass}`),
  };
}

/** What changed beside the status, field by field. */
function sayChanges(t: PaymentTranslator, { entry, writing }: Saying) {
  const none = t("changes.none");
  const shown = (field: ChangedField, value: string | number | null): string => {
    if (value === null) return none;
    if (field === "settleMinor" || field === "capturedMinor")
      return writing.money({ minor: Number(value), currency: entry.currency });
    return field === "settleDueDate" ? writing.format.day(String(value)) : String(value);
  };
  return entry.changes.map(({ field, before, after }) =>
    t(`changes.${field}`, { before: shown(field, before), after: shown(field, after) }),
  );
}

const sayAmount = ({ entry, writing }: Saying) => (entry.amount === null ? "" : writing.money(entry.amount));
const eventWord = (t: PaymentTranslator, event: string | null) =>
  t(`settleEvents.${event as SettleEvent | "uncapture" | "update"}`);

const sentences: Readonly<Record<TimelineKind, (t: PaymentTranslator, saying: Saying) => string>> = {
  status: (t, { entry, statusWord }) => t("timeline.status", { status: statusWord(entry.what) }),
  settlement: (t, { entry }) => t("timeline.settlement", { event: eventWord(t, entry.settleEvent) }),
  refund: (t, saying) => {
    const { what, settleEvent } = saying.entry;
    const amount = sayAmount(saying);
    if (settleEvent !== null)
      return t("timeline.refundSettlement", { amount, event: eventWord(t, settleEvent) });
    return t("timeline.refund", { amount, status: t(`refundStatuses.${what as RefundStatus}`) });
  },
  shipment: (t, { entry }) => t(`shipmentOutcomes.${entry.what as "captured"}`),
  operation: (t, { entry, ...saying }) =>
    t("timeline.operation", {
      kind: t(`operations.${entry.what as "capture"}`),
      amount: sayAmount({ entry, ...saying }),
      outcome: t(`outcomes.${entry.detail as "approved"}`),
    }),
  push: (t, { entry }) => t("timeline.push", { outcome: t(`attempts.${entry.what as "accepted"}`) }),
  exchange: (t, { entry }) => t(`legs.${entry.what as "us_to_shop"}`),
  message: (t, { entry, messageWords }) =>
    t("timeline.message", {
      kind: messageWords.kind(entry.detail ?? ""),
      state: t(`messageStates.${entry.what as "queued_again"}`),
    }),
  bounce: (t, { entry, messageWords }) => t("timeline.bounce", { class: messageWords.bounce(entry.what) }),
  person: (t, { entry }) => t(`actions.${entry.what as (typeof shownActions)[number]}`),
};

const ourReasons = ["duplicate", "validity_over", "reservation_over", "reversed", "waited_too_long"] as const;

/** Our own reasons have words; those of banks and people stand as they came. */
function sayReason(t: PaymentTranslator, reason: string): string {
  const ours = ourReasons.find((known) => known === reason);
  return ours === undefined ? reason : t(`reasons.${ours}`);
}

function noteOf(t: PaymentTranslator, saying: Saying): string | null {
  const { kind, detail, reason, tookMs } = saying.entry;
  const hasDetail = kind === "push" || kind === "exchange" || kind === "shipment";
  const parts = [
    hasDetail ? detail : null,
    ...sayChanges(t, saying),
    reason === null ? null : sayReason(t, reason),
    tookMs === null ? null : t("milliseconds", { count: tookMs }),
  ];
  const told = parts.filter((part) => part !== null);
  return told.length === 0 ? null : told.join(" · ");
}

/** Only requests have no actor of their own: who sent them did it. */
const actorOf = (t: PaymentTranslator, { actor, what }: TimelineEntry): string =>
  actor === null ? t(what === "merchant_to_us" ? "actors.shop" : "actors.system") : sayActor(t, actor);

const outcomeTones: Readonly<Record<string, Tone>> = {
  approved: "good",
  accepted: "good",
  declined: "bad",
  failed: "bad",
  refused: "bad",
  timeout: "bad",
  unreachable: "bad",
  blocked: "bad",
  unknown: "doubt",
  queued: "wait",
  queued_again: "wait",
  sent: "hold",
  delivered: "good",
  bounced: "bad",
  suppressed: "off",
};

const kindIcons: Readonly<Record<Exclude<TimelineKind, "status" | "refund">, string>> = {
  settlement: "calendar",
  shipment: "calendar",
  operation: "operation",
  push: "push",
  exchange: "exchange",
  message: "email",
  bounce: "email",
  person: "audit",
};

/** A status wears its own shape; the rest is marked by its kind. */
function markOf({ kind, what, detail }: TimelineEntry): { readonly icon: string; readonly tone: Tone } {
  if (kind === "status") {
    const tone = paymentTones[what as PaymentStatus];
    return { icon: tone, tone };
  }
  if (kind === "refund") return { icon: "refund", tone: refundTones[what as RefundStatus] };
  if (kind === "bounce") return { icon: kindIcons.bounce, tone: "bad" };
  const outcome = kind === "operation" ? (detail ?? "") : what;
  return { icon: kindIcons[kind], tone: outcomeTones[outcome] ?? "wait" };
}

type TimelinePartProps = {
  readonly paymentId: string;
  readonly entries: readonly TimelineEntry[];
  readonly writing: Writing;
  /** From the address; null shows all. */
  readonly only: TimelineKind | null;
};

export const timelineKindOf = (text: unknown): TimelineKind | null =>
  timelineKinds.find((kind) => kind === text) ?? null;

export async function TimelinePart({ paymentId, entries, writing, only }: TimelinePartProps) {
  const t = await getTranslations("payment");
  const words = await getTranslations("payments");
  const statusWord = (status: string) => words(`values.status.${status as PaymentStatus}`);
  const saying = { writing, statusWord, messageWords: await messageWords() };
  const lines = entries
    .filter(({ kind }) => only === null || kind === only)
    .map((entry): TimelineLine => ({
      id: `${entry.kind} ${entry.id}`,
      ...markOf(entry),
      text: sentences[entry.kind](t, { entry, ...saying }),
      href: entry.link,
      note: noteOf(t, { entry, ...saying }),
      actor: actorOf(t, entry),
      at: writing.exact(entry.at),
      iso: entry.at.toISOString(),
    }));
  const choices = [null, ...timelineKinds.filter((kind) => entries.some((entry) => entry.kind === kind))];
  const aside = (
    <nav aria-label={t("narrow")} className="no-print flex flex-wrap gap-0.5">
      {choices.map((kind) => (
        <Link
          key={kind ?? "all"}
          href={`/payments/${paymentId}${kind === null ? "" : `?show=${kind}`}`}
          scroll={false}
          prefetch={false}
          aria-current={kind === only ? "true" : undefined}
          className="rounded-md px-2 py-1 text-xs font-medium text-soft no-underline hover:text-ink aria-[current]:bg-sunken aria-[current]:text-ink"
        >
          {kind === null ? t("kinds.all") : t(`kinds.${kind}`)}
        </Link>
      ))}
    </nav>
  );
  return (
    <Section title={t("parts.timeline")} aside={aside}>
      <Timeline lines={lines} empty={t("none")} />
    </Section>
  );
}
