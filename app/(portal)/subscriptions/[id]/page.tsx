import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { ComingPart } from "@/app/(portal)/subscriptions/[id]/coming-part";
import { HistoryPart } from "@/app/(portal)/subscriptions/[id]/history-part";
import { PaymentsPart } from "@/app/(portal)/subscriptions/[id]/payments-part";
import { FirstPaymentFacts, PlanFacts } from "@/app/(portal)/subscriptions/[id]/plan-facts";
import { PlanHeader } from "@/app/(portal)/subscriptions/[id]/plan-header";
import { LiveRefresh } from "@/components/detail/live-refresh";
import { getSubscription } from "@/lib/features/subscriptions/queries/detail";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type SubscriptionRoute = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata({ params }: SubscriptionRoute): Promise<Metadata> {
  return { title: (await params).id };
}

export default async function SubscriptionPage({ params }: SubscriptionRoute) {
  const { actor, merchant } = await requirePermission("subscriptions:read");
  const detail = await getSubscription(actor.scope, (await params).id);
  if (detail === null) notFound();
  const { subscription, payments, history } = detail;
  const writing = await writingFor(merchant.timezone, requestTime());
  return (
    <>
      <LiveRefresh source="/api/live/subscriptions" id={subscription.id} />
      <PlanHeader detail={detail} writing={writing} mayManage={actor.may.has("subscriptions:manage")} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <ComingPart subscription={subscription} writing={writing} />
          <PaymentsPart payments={payments} writing={writing} />
          <HistoryPart history={history} currency={subscription.currency} writing={writing} />
        </div>
        <div className="flex min-w-0 flex-col gap-4 max-lg:order-first">
          <PlanFacts subscription={subscription} writing={writing} />
          <FirstPaymentFacts detail={detail} />
        </div>
      </div>
    </>
  );
}
