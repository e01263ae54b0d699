import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { subscriptionTones } from "@/app/(portal)/subscriptions/tones";
import type { PlanTranslator } from "@/app/(portal)/subscriptions/plan-words";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { MerchantScope } from "@/lib/kernel/access";
import { subscriptionOfPayment } from "@/lib/features/subscriptions/queries/detail";

type Membership = NonNullable<Awaited<ReturnType<typeof subscriptionOfPayment>>>;

function sayPlace(t: PlanTranslator, { isFirst, number, finalNumber, transactionReference }: Membership) {
  const reference = transactionReference;
  if (isFirst) return t("ofPayment.first", { reference });
  if (finalNumber === null) return t("ofPayment.childOpen", { number, reference });
  return t("ofPayment.child", { number, final: finalNumber, reference });
}

type SubscriptionPartProps = { readonly scope: MerchantScope; readonly paymentId: string };

/** Nothing for a payment that belongs to no plan. */
export async function SubscriptionPart({ scope, paymentId }: SubscriptionPartProps) {
  const plan = await subscriptionOfPayment(scope, paymentId);
  if (plan === null) return null;
  const t = await getTranslations("subscriptions");
  const { status } = plan;
  return (
    <Section title={t("parts.ofPayment")}>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-sm">
        <Link
          href={`/subscriptions/${plan.id}`}
          prefetch={false}
          className="text-accent no-underline hover:underline"
        >
          {sayPlace(t, plan)}
        </Link>
        <Status tone={subscriptionTones[status]} word={t(`values.status.${status}`)} code={status} />
      </p>
    </Section>
  );
}
