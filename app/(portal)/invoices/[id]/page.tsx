import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { HistoryPart } from "@/app/(portal)/invoices/[id]/history-part";
import { AmountFacts, DebtorFacts, InvoiceFacts } from "@/app/(portal)/invoices/[id]/invoice-facts";
import { InvoiceHeader } from "@/app/(portal)/invoices/[id]/invoice-header";
import { MessagesPart } from "@/app/(portal)/invoices/[id]/messages-part";
import { DisputesPart, NotesPart, PaymentsPart, PlanPart } from "@/app/(portal)/invoices/[id]/money-parts";
import { StepsPart } from "@/app/(portal)/invoices/[id]/steps-part";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { PushesPart } from "@/app/(portal)/payments/[id]/pushes-part";
import { LiveRefresh } from "@/components/detail/live-refresh";
import { getInvoice } from "@/lib/features/invoices/queries/detail";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type InvoiceRoute = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata({ params }: InvoiceRoute): Promise<Metadata> {
  return { title: (await params).id };
}

export default async function InvoicePage({ params }: InvoiceRoute) {
  const { actor, merchant } = await requirePermission("invoices:read");
  const detail = await getInvoice(actor.scope, (await params).id);
  if (detail === null) notFound();
  const t = await getTranslations("invoices");
  const writing = await writingFor(merchant.timezone, requestTime());
  const part = { detail, writing };
  return (
    <>
      <LiveRefresh source="/api/live/invoices" id={detail.invoice.id} />
      <InvoiceHeader {...part} mayManage={actor.may.has("invoices:manage")} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <StepsPart {...part} />
          <MessagesPart {...part} opensBounces={actor.may.has("bounces:read")} />
          <PaymentsPart {...part} />
          <NotesPart {...part} />
          <PlanPart {...part} />
          <DisputesPart {...part} />
          <HistoryPart {...part} />
          <PushesPart
            pushes={detail.pushes}
            writing={writing}
            mayResend={actor.may.has("pushes:resend")}
            none={t("noPushes")}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-4 max-lg:order-first">
          <AmountFacts {...part} />
          <DebtorFacts detail={detail} />
          <InvoiceFacts {...part} />
        </div>
      </div>
    </>
  );
}
