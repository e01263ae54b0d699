import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { codeOf, isPayable, openCostsOf, openMinorOf } from "@/lib/features/invoices/model";
import { Asked, type Parameter } from "@/lib/features/parameters/model";
import { reading, type Db } from "@/lib/platform/tx";

export type Payable = {
  readonly dataRequestId: string;
  readonly websiteId: string;
  readonly correlationId: string;
  readonly shop: string;
  readonly amount: Money;
  readonly invoiceNumber: string | null;
  readonly description: string | null;
  readonly customer: { readonly email: string | null; readonly name: string | null };
  /** `open`: may be paid. `under_way`: a bank has not said yet. */
  readonly state: "open" | "under_way" | "paid" | "over";
};

const readRequest = (db: Db, scope: MerchantScope, id: string) =>
  db.dataRequest.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    include: { website: { select: { name: true } } },
  });
type Request = NonNullable<Awaited<ReturnType<typeof readRequest>>>;

const readInvoice = (db: Db, scope: MerchantScope, id: string | null) =>
  id === null ? null : db.invoice.findUnique({ where: { merchantId_id: { merchantId: scope, id } } });
type Invoice = NonNullable<Awaited<ReturnType<typeof readInvoice>>>;

function amountOf(request: Request, invoice: Invoice | null): Money {
  if (invoice === null) {
    const asked = new Asked(request.inputParameters as Parameter[], request.currency);
    return { minor: asked.minor("Amount") ?? 0, currency: asked.currency };
  }
  return { minor: openOf(invoice), currency: invoice.currency };
}

/** With administration costs: whoever follows the link pays all of it. */
const openOf = (invoice: Invoice): number =>
  openMinorOf({
    amountMinor: Number(invoice.amountMinor),
    creditedMinor: Number(invoice.creditedMinor),
    paidMinor: Number(invoice.paidMinor),
  }) +
  openCostsOf({
    adminCostsMinor: Number(invoice.adminCostsMinor),
    adminCostsPaidMinor: Number(invoice.adminCostsPaidMinor),
  });

function stateOf(request: Request, invoice: Invoice | null, isUnderWay: boolean): Payable["state"] {
  // An invoice that a refund opened again is paid again.
  if (invoice === null ? request.paymentId !== null : openOf(invoice) === 0) return "paid";
  const isOpen = invoice === null ? request.statusCode === 792 : isPayable(codeOf(invoice.statusCode));
  if (!isOpen) return "over";
  return isUnderWay ? "under_way" : "open";
}

/** What a customer with a link may pay; null for a request that asks for no money. */
export const getPayable = (scope: MerchantScope, id: string): Promise<Payable | null> =>
  reading(scope, async (db) => {
    const request = await readRequest(db, scope, id);
    if (request === null || (request.service !== "payperemail" && request.invoiceId === null)) return null;
    const invoice = await readInvoice(db, scope, request.invoiceId);
    const underWay = await db.payment.findFirst({
      where: {
        merchantId: scope,
        source: "payment_link",
        intentId: { startsWith: `request:${id}:` },
        status: { in: ["started", "pending"] },
      },
      select: { id: true },
    });
    return {
      dataRequestId: id,
      websiteId: request.websiteId,
      correlationId: request.correlationId,
      shop: request.website.name,
      amount: amountOf(request, invoice),
      invoiceNumber: invoice?.number ?? request.invoiceNumber,
      description: invoice?.description ?? null,
      customer: { email: request.customerEmail, name: request.customerName },
      state: stateOf(request, invoice, underWay !== null),
    };
  });
