import { getTranslations } from "next-intl/server";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { sayNumber } from "@/app/(portal)/subscriptions/plan-words";
import { Section } from "@/components/detail/section";
import { localDayOf } from "@/lib/kernel/zoned-day";
import { firstComing, subscriptionZone } from "@/lib/features/subscriptions/model";
import type { SubscriptionDetail } from "@/lib/features/subscriptions/queries/detail";

type ComingPartProps = {
  readonly subscription: SubscriptionDetail["subscription"];
  readonly writing: Writing;
};

const shownDates = 6;

/** When money moves next, from the same walk that the engine takes. */
export async function ComingPart({ subscription, writing }: ComingPartProps) {
  const t = await getTranslations("subscriptions");
  const today = localDayOf(writing.now, subscriptionZone);
  const coming = firstComing(subscription, shownDates);
  return (
    <Section title={t("parts.coming")}>
      {coming.length === 0 && <p className="px-4 py-3 text-sm text-soft">{t("noComing")}</p>}
      <ol className="numbers text-sm">
        {coming.map(({ number, day }) => (
          <li key={number} className="flex flex-wrap gap-x-4 border-t border-line px-4 py-2 first:border-t-0">
            <span className="w-36 text-soft max-sm:flex-1">
              {sayNumber(t, { number, finalNumber: subscription.finalNumber })}
            </span>
            <time dateTime={day} className="flex-1 max-sm:order-last max-sm:basis-full">
              {writing.format.day(day)}
              {day <= today && subscription.status !== "active" && (
                <span className="ml-2 text-doubt">{t("overdue")}</span>
              )}
            </time>
            <span>{writing.money(subscription.amount)}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
