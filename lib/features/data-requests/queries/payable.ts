import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { intentOf } from "@/lib/features/data-requests/model";
import { codeOf, isPayable, openCostsOf, openMinorOf } from "@/lib/features/invoices/model";
import type { PushAddresses } from "@/lib/features/pushes/model";
import { Asked, type Parameter } from "@/lib/features/parameters/model";
import { triesOf, type Tries, type TryState } from "@/lib/platform/tries";
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
  /** Of the request: what is told of its payment goes there too (domain.md 2.6). */
  readonly pushAddresses: PushAddresses;
  /** `open`: may be paid. `under_way`: a bank has not said yet. */
  readonly state: TryState | "over";
  /** The number of the next try. */
  readonly attempt: number;
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

function stateOf(request: Request, invoice: Invoice | null, { minor }: Money, tried: TryState) {
  if (invoice === null ? request.paymentId !== null : minor === 0) return "paid";
  if (tried !== "open") return tried;
  const isOpen = invoice === null ? request.statusCode === 792 : isPayable(codeOf(invoice.statusCode));
  return isOpen && minor > 0 ? "open" : "over";
}

/** What is booked on an invoice is in its open amount: one that a refund opened again is paid again (domain.md 2.9). */
async function triedFor(db: Db, invoice: Invoice | null, { state, paidIds }: Tries): Promise<TryState> {
  if (invoice === null || state !== "paid") return state;
  const booked = { merchantId: invoice.merchantId, invoiceId: invoice.id, id: { in: [...paidIds] } };
  return (await db.invoiceHistory.count({ where: booked })) === paidIds.length ? "open" : "paid";
}

const wordsOf = (request: Request, invoice: Invoice | null) => ({
  invoiceNumber: invoice?.number ?? request.invoiceNumber,
  description: invoice?.description ?? null,
});

/** What a customer with a link may pay; null for a request that asks for no money. */
export const getPayable = (scope: MerchantScope, id: string): Promise<Payable | null> =>
  reading(scope, async (db) => {
    const request = await readRequest(db, scope, id);
    if (request === null || (request.service !== "payperemail" && request.invoiceId === null)) return null;
    const invoice = await readInvoice(db, scope, request.invoiceId);
    const tries = await triesOf(db, scope, (attempt) => intentOf(id, attempt));
    const amount = amountOf(request, invoice);
    return {
      dataRequestId: id,
      websiteId: request.websiteId,
      correlationId: request.correlationId,
      shop: request.website.name,
      amount,
      ...wordsOf(request, invoice),
      customer: { email: request.customerEmail, name: request.customerName },
      pushAddresses: { pushUrl: request.pushUrl, pushUrlFailure: request.pushUrlFailure },
      state: stateOf(request, invoice, amount, await triedFor(db, invoice, tries)),
      attempt: tries.count,
    };
  });
