import { sayCount, type PluralForms } from "@/components/ui/plural";
import type { Locale } from "@/lib/kernel/locale";
import { sumOf, type Money } from "@/lib/kernel/money";
import { cellFormat, moneyText } from "@/lib/listing/cells";
import { foresee, type Plan, type SubscriptionUnit } from "@/lib/features/subscriptions/model";

/** Sentences in which `<amount>`, `<day>`, `<every>` and `<total>` stand for what is known only when they are said. */
export type ForesightTexts = {
  readonly locale: Locale;
  readonly today: string;
  readonly now: PluralForms;
  readonly next: string;
  readonly last: string;
  readonly none: string;
  readonly pausedNow: string;
  readonly pendingNow: string;
  readonly every: Readonly<Record<SubscriptionUnit, PluralForms>>;
};

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  Object.entries(values).reduce((said, [name, value]) => said.replace(`<${name}>`, value), text);

function sayActive(plan: Plan, amount: Money, texts: ForesightTexts): string[] {
  const format = cellFormat(texts.locale, "UTC");
  const { now, next, isLast } = foresee(plan, texts.today);
  const total = sumOf(
    amount.currency,
    now.map(() => amount),
  );
  const atOnce =
    now.length === 0 ? [] : [filled(sayCount(texts.now, now.length), { total: moneyText(format, total) })];
  if (next === null) return [...atOnce, texts.none];
  const values = {
    amount: moneyText(format, amount),
    day: format.day(next.day),
    every: sayCount(texts.every[plan.unit], plan.frequency),
  };
  return [...atOnce, filled(isLast ? texts.last : texts.next, values)];
}

/** What a plan will do with which money, and when. */
export function sayForesight(plan: Plan, amount: Money, texts: ForesightTexts): string[] {
  if (plan.status === "inactive") return [texts.pausedNow];
  const active = sayActive(plan, amount, texts);
  return plan.status === "pending" ? [texts.pendingNow, ...active] : active;
}
