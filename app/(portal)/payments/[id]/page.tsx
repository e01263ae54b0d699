import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { FlowPart } from "@/app/(portal)/help/statuses/flow-part";
import { ChainPart } from "@/app/(portal)/payments/[id]/chain-part";
import { ExchangesPart } from "@/app/(portal)/payments/[id]/exchanges-part";
import { OperationsPart } from "@/app/(portal)/payments/[id]/operations-part";
import { CustomerFacts, PaymentFacts } from "@/app/(portal)/payments/[id]/payment-facts";
import { PaymentHeader } from "@/app/(portal)/payments/[id]/payment-header";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { PushAddressLines } from "@/app/(portal)/payments/[id]/push-addresses";
import { PushesPart } from "@/app/(portal)/payments/[id]/pushes-part";
import { RefundsPart } from "@/app/(portal)/payments/[id]/refunds-part";
import { RenewedPart } from "@/app/(portal)/payments/[id]/renewed-part";
import { SubscriptionPart } from "@/app/(portal)/payments/[id]/subscription-part";
import { TimelinePart, timelineKindOf } from "@/app/(portal)/payments/[id]/timeline-part";
import { sourcesOf } from "@/app/(portal)/payments/[id]/value-sources";
import { LiveRefresh } from "@/components/detail/live-refresh";
import { getPayment } from "@/lib/features/payments/queries/detail";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type PaymentRoute = {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: PaymentRoute): Promise<Metadata> {
  return { title: (await params).id };
}

export default async function PaymentPage({ params, searchParams }: PaymentRoute) {
  const { actor, merchant } = await requirePermission("payments:read");
  const { id } = await params;
  const detail = await getPayment(actor.scope, id);
  if (detail === null) notFound();
  const { payment, history, timeline, pushes, operations, exchanges } = detail;
  const writing = await writingFor(merchant.timezone, requestTime());
  const t = await getTranslations("payment");
  const sources = sourcesOf({ scope: actor.scope, history, writing, may: actor.may });
  const moving = { detail, writing, timezone: merchant.timezone, may: actor.may };
  const only = timelineKindOf((await searchParams)["show"]);
  return (
    <>
      <LiveRefresh source="/api/live/payments" id={payment.id} />
      <PaymentHeader {...moving} source={sources.status} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <RenewedPart payment={payment} writing={writing} />
          <ChainPart detail={detail} writing={writing} />
          <SubscriptionPart scope={actor.scope} paymentId={payment.id} />
          <RefundsPart {...moving} />
          <TimelinePart paymentId={payment.id} entries={timeline} writing={writing} only={only} />
          <PushesPart
            pushes={pushes}
            addresses={<PushAddressLines payment={payment} />}
            writing={writing}
            mayResend={actor.may.has("pushes:resend")}
            none={t("noPushes")}
          />
          <OperationsPart operations={operations} writing={writing} />
          {actor.may.has("messages:read") && <ExchangesPart exchanges={exchanges} writing={writing} />}
        </div>
        <div className="flex min-w-0 flex-col gap-4 max-lg:order-first">
          <PaymentFacts payment={payment} writing={writing} sources={sources} />
          <CustomerFacts payment={payment} writing={writing} />
        </div>
      </div>
      <div className="mt-4">
        <FlowPart
          name="payment"
          status={payment.status}
          history={history.filter(({ refundId }) => refundId === null)}
        />
      </div>
    </>
  );
}
