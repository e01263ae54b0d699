import type { getTranslations } from "next-intl/server";
import type { SubscriptionUnit } from "@/lib/features/subscriptions/model";

export type PlanTranslator = Awaited<ReturnType<typeof getTranslations<"subscriptions">>>;

/** "every month", "every 10 days". */
export const sayEvery = (t: PlanTranslator, unit: SubscriptionUnit, frequency: number): string =>
  t(`every.${unit}`, { count: frequency });

type Numbered = { readonly number: number; readonly finalNumber: number | null };

/** "Payment 5 of 10". */
export const sayNumber = (t: PlanTranslator, { number, finalNumber }: Numbered): string =>
  finalNumber === null ? t("numberOpen", { number }) : t("numberOf", { number, final: finalNumber });
