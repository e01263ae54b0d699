import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActsPart } from "@/app/(portal)/authorisations/[id]/acts-part";
import { AnswerFacts, MoneyFacts, PlanFacts } from "@/app/(portal)/authorisations/[id]/chain-facts";
import { ChainHeader } from "@/app/(portal)/authorisations/[id]/chain-header";
import { StepsPart } from "@/app/(portal)/authorisations/[id]/steps-part";
import { TonightPart } from "@/app/(portal)/authorisations/[id]/tonight-part";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { LiveRefresh } from "@/components/detail/live-refresh";
import { getChain } from "@/lib/features/authorisations/queries/get-chain";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type ChainRoute = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata({ params }: ChainRoute): Promise<Metadata> {
  const { actor } = await requirePermission("payments:read");
  const { id } = await params;
  return { title: (await getChain(actor.scope, id))?.transId ?? id };
}

/** All reservations of one order: what is held, what the nights will do, what was done, and what can be done. */
export default async function ChainPage({ params }: ChainRoute) {
  const { actor, merchant } = await requirePermission("payments:read");
  const detail = await getChain(actor.scope, (await params).id);
  if (detail === null) notFound();
  const writing = await writingFor(merchant.timezone, requestTime());
  const props = { detail, writing };
  return (
    <>
      <LiveRefresh source="/api/live/authorisations" id={detail.paymentId} />
      <ChainHeader {...props}>
        <ActsPart {...props} scope={actor.scope} timezone={merchant.timezone} may={actor.may} />
      </ChainHeader>
      <TonightPart {...props} may={actor.may} />
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <StepsPart {...props} />
        <div className="flex min-w-0 flex-col gap-4 max-lg:order-first">
          <MoneyFacts {...props} />
          <PlanFacts {...props} />
          <AnswerFacts {...props} />
        </div>
      </div>
    </>
  );
}
