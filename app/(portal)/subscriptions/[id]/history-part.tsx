import { getTranslations } from "next-intl/server";
import { sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import type { PlanTranslator } from "@/app/(portal)/subscriptions/plan-words";
import { subscriptionTones } from "@/app/(portal)/subscriptions/tones";
import { Section } from "@/components/detail/section";
import { Timeline, type TimelineLine } from "@/components/detail/timeline";
import type { SubscriptionStatus } from "@/lib/features/subscriptions/model";
import type { HistoryChanges, SubscriptionDetail } from "@/lib/features/subscriptions/queries/detail";

type Event = SubscriptionDetail["history"][number];
type Saying = { readonly currency: string; readonly writing: Writing };
type Value = HistoryChanges[string][number];

const fields = [
  "amountMinor",
  "frequency",
  "unit",
  "finalNumber",
  "orderReference",
  "nextDueDate",
  "resumeDate",
] as const;
type Field = (typeof fields)[number];

function sayValue(t: PlanTranslator, { currency, writing }: Saying, field: Field, value: Value): string {
  if (value === null) return t("history.none");
  if (field === "amountMinor") return writing.money({ minor: Number(value), currency });
  if (field === "nextDueDate" || field === "resumeDate") return writing.format.day(String(value));
  return field === "unit" ? t(`values.unit.${value as "DAY"}`) : String(value);
}

function sayChanges(t: PlanTranslator, saying: Saying, changes: HistoryChanges): string | null {
  const said = fields.flatMap((field) => {
    const pair = changes[field];
    if (pair === undefined) return [];
    const [before, after] = pair.map((value) => sayValue(t, saying, field, value));
    return [
      t("history.change", {
        field: t(`fields.${field}`),
        before: before ?? "",
        after: after ?? "",
      }),
    ];
  });
  return said.length === 0 ? null : said.join(" · ");
}

/** "5" or "5–7": the payments that one run found due. */
function sayEvent(t: PlanTranslator, { event, changes }: Event): string {
  if (event !== "fall_due") return t(`history.${event as "create"}`);
  const [before, after] = changes["number"] ?? [0, 0];
  const first = Number(before) + 1;
  const numbers = first === after ? String(first) : `${String(first)}–${String(after)}`;
  return t("history.fallDue", { numbers });
}

type HistoryPartProps = {
  readonly history: readonly Event[];
  readonly currency: string;
  readonly writing: Writing;
};

export async function HistoryPart({ history, currency, writing }: HistoryPartProps) {
  const t = await getTranslations("subscriptions");
  const payment = await getTranslations("payment");
  const saying = { currency, writing };
  const lines = history.map((event): TimelineLine => {
    const tone = subscriptionTones[event.toStatus as SubscriptionStatus];
    return {
      id: event.id,
      icon: event.event === "fall_due" ? "calendar" : event.event === "update" ? "audit" : tone,
      tone: event.fromStatus === event.toStatus ? "wait" : tone,
      text: sayEvent(t, event),
      note: sayChanges(t, saying, event.changes),
      actor: sayActor(payment, event.actor),
      at: writing.exact(event.at),
      iso: event.at.toISOString(),
    };
  });
  return (
    <Section title={t("parts.history")}>
      <Timeline lines={lines} empty={null} />
    </Section>
  );
}
