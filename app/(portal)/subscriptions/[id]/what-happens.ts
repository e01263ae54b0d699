import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { sayForesight, type ForesightTexts } from "@/app/(portal)/subscriptions/[id]/foresight";
import type { PlanTranslator } from "@/app/(portal)/subscriptions/plan-words";
import { pluralForms } from "@/components/ui/plural";
import { sumOf, type Money } from "@/lib/kernel/money";
import { localDayOf } from "@/lib/kernel/zoned-day";
import { firstComing, highestNumber, subscriptionZone } from "@/lib/features/subscriptions/model";
import type { SubscriptionDetail } from "@/lib/features/subscriptions/queries/detail";

type Subscription = SubscriptionDetail["subscription"];
export type Situation = {
  readonly subscription: Subscription;
  readonly writing: Writing;
};

export const todayOf = ({ now }: Writing): string => localDayOf(now, subscriptionZone);

export const foresightTexts = (t: PlanTranslator, { writing }: Situation): ForesightTexts => ({
  locale: writing.locale,
  today: todayOf(writing),
  now: pluralForms(writing.locale, (count) => t("what.now", { count, total: "<total>" })),
  next: t("what.next", { amount: "<amount>", day: "<day>", every: "<every>" }),
  last: t("what.last", { amount: "<amount>", day: "<day>" }),
  none: t("what.none"),
  pausedNow: t("what.pausedNow"),
  pendingNow: t("what.pendingNow"),
  every: {
    DAY: pluralForms(writing.locale, (count) => t("every.DAY", { count })),
    MONTH: pluralForms(writing.locale, (count) => t("every.MONTH", { count })),
  },
});

/** So many payments of this amount. */
export const totalOf = ({ currency, amount }: Subscription, count: number): Money =>
  sumOf(
    currency,
    Array.from({ length: count }, () => amount),
  );

function sayNext(t: PlanTranslator, { subscription, writing }: Situation): string[] {
  const [next] = firstComing(subscription, 1);
  if (next === undefined) return [];
  const amount = writing.money(subscription.amount);
  return [t("what.wouldBe", { amount, day: writing.format.day(next.day) })];
}

/** Product.md 5.5: whose money, how much, and where. */
function sayWhose(t: PlanTranslator, { subscription, writing }: Situation): string {
  const { amount, customer, website } = subscription;
  const who = customer.name ?? customer.email ?? "—";
  return t("what.whose", { amount: writing.money(amount), customer: who, shop: website.name });
}

export const onPause = (t: PlanTranslator, situation: Situation): string[] => [
  sayWhose(t, situation),
  t("what.nothingMore"),
  ...sayNext(t, situation),
  t("what.makeUp"),
];

export function onResume(t: PlanTranslator, situation: Situation): string[] {
  const { subscription } = situation;
  const active = { ...subscription, status: "active" as const };
  const said = sayForesight(active, subscription.amount, foresightTexts(t, situation));
  const before = subscription.status === "pending" ? [t("what.firstOpen")] : [];
  return [sayWhose(t, situation), ...before, ...said];
}

function sayLeft(t: PlanTranslator, { subscription, writing }: Situation): string | null {
  if (subscription.finalNumber === null) return null;
  const count = firstComing(subscription, highestNumber).length;
  return count === 0 ? null : t("what.left", { count, total: writing.money(totalOf(subscription, count)) });
}

export function onStop(t: PlanTranslator, situation: Situation): string[] {
  const left = sayLeft(t, situation);
  return [
    sayWhose(t, situation),
    t("what.nothingMore"),
    ...(left === null ? sayNext(t, situation) : [left]),
    t("what.forGood"),
  ];
}
