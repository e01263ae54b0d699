import type { Actor } from "@/lib/kernel/access";
import { isDataRequestCode, isFailure } from "@/lib/features/data-requests/model";
import type { PaymentStatus } from "@/lib/features/payments/model";
import { tellers } from "@/lib/features/pushes/jobs/bodies";
import { readInvoiceNews, type InvoiceNews } from "@/lib/features/pushes/jobs/invoice-bodies";
import { windLanes } from "@/lib/features/pushes/jobs/lanes";
import {
  readPaymentChanges,
  readRefundChanges,
  readRequestChanges,
  type Change,
  type DataRequest,
  type Payment,
  type Refund,
  type RequestChange,
} from "@/lib/features/pushes/jobs/read-change";
import { writePlans, type NewPush } from "@/lib/features/pushes/jobs/write-plans";
import { addressFor, hostOf, isFailedStatus, pushFormatOf } from "@/lib/features/pushes/model";
import { inBatches } from "@/lib/platform/batches";

type Told = Pick<NewPush, "eventType" | "toldStatus" | "isFailure" | "body">;
type Addressed = Pick<Payment, "pushUrl" | "pushUrlFailure"> & {
  readonly website: Pick<Payment["website"], "pushFormat" | "pushUrl" | "pushUrlFailure">;
};

/** Where the first attempt will go: the website's address may change until then, the request's own may not (PN-E3). */
function placeOf(object: Addressed, isFailed: boolean) {
  const ownUrl = addressFor(object, isFailed);
  const url = ownUrl ?? addressFor(object.website, isFailed);
  return {
    ownUrl,
    host: url === null ? "" : hostOf(url),
    state: url === null ? "no_address" : "pending",
  } as const;
}

const formatOf = ({ website }: Addressed) => pushFormatOf(website.pushFormat);

/** None where the format has nothing to say. */
function pushOf(
  subject: Pick<NewPush, "id" | "websiteId" | "paymentId" | "refundId" | "dataRequestId" | "invoiceId">,
  object: Addressed,
  told: Omit<Told, "body"> & { readonly body: string | null },
): NewPush[] {
  const { body } = told;
  if (body === null) return [];
  return [{ ...subject, format: formatOf(object), ...told, body, ...placeOf(object, told.isFailure) }];
}

function paymentPush(what: "payment" | "settlement", change: Change, payment: Payment): NewPush[] {
  const { toStatus } = change;
  const subject = { paymentId: payment.id, refundId: null, dataRequestId: null, invoiceId: null };
  return pushOf({ id: change.id, websiteId: payment.websiteId, ...subject }, payment, {
    eventType: what === "settlement" ? "payment.settlement_changed" : `payment.${toStatus}`,
    toldStatus: toStatus,
    isFailure: isFailedStatus(toStatus as PaymentStatus),
    body: tellers[formatOf(payment)][what](payment, change),
  });
}

const failedRefunds = new Set(["failed", "rejected", "cancelled"]);

function refundPush(change: Change, refund: Refund): NewPush[] {
  const { toStatus } = change;
  const { payment } = refund;
  const subject = { paymentId: payment.id, refundId: refund.id, dataRequestId: null, invoiceId: null };
  return pushOf({ id: change.id, websiteId: payment.websiteId, ...subject }, payment, {
    eventType: `refund.${toStatus}`,
    toldStatus: toStatus,
    isFailure: failedRefunds.has(toStatus),
    body: tellers[formatOf(payment)].refund(refund, change),
  });
}

function requestPush(change: RequestChange, request: DataRequest): NewPush[] {
  const toldStatus = change.toCode.toString();
  const subject = { paymentId: null, refundId: null, dataRequestId: request.id, invoiceId: null };
  return pushOf({ id: change.id, websiteId: request.websiteId, ...subject }, request, {
    eventType: `data_request.${toldStatus}`,
    toldStatus,
    isFailure: isDataRequestCode(change.toCode) && isFailure(change.toCode),
    body: tellers[formatOf(request)].dataRequest(request, change),
  });
}

/** Domain.md 2.9: what happened to an invoice, to its own address first; none of it is a failure. */
function invoicePush(news: InvoiceNews): NewPush[] {
  const { invoice, line } = news;
  const subject = { paymentId: null, refundId: null, dataRequestId: null, invoiceId: invoice.id };
  const addressed = { pushUrl: invoice.pushUrl, pushUrlFailure: null, website: invoice.website };
  return pushOf({ id: line.id, websiteId: invoice.websiteId, ...subject }, addressed, {
    eventType: `invoice.${line.event}`,
    toldStatus: line.toCode.toString(),
    isFailure: false,
    body: tellers[formatOf(addressed)].invoice(news),
  });
}

type Read = (actor: Actor, historyIds: readonly string[]) => Promise<NewPush[]>;

const ofPayments =
  (what: "payment" | "settlement"): Read =>
  async ({ scope }, ids) =>
    (await readPaymentChanges(scope, ids)).flatMap(({ change, payment }) =>
      paymentPush(what, change, payment),
    );
const ofRefunds: Read = async ({ scope }, ids) =>
  (await readRefundChanges(scope, ids)).flatMap(({ change, refund }) => refundPush(change, refund));
const ofRequests: Read = async ({ scope }, ids) =>
  (await readRequestChanges(scope, ids)).flatMap(({ change, request }) => requestPush(change, request));

const ofInvoices: Read = async ({ scope }, ids) =>
  (await readInvoiceNews(scope, ids)).flatMap((news) => invoicePush(news));

/** The lanes are wound when the pushes are there for all to see; a job that died in between does it again. */
async function plan(read: Read, actor: Actor, historyIds: readonly string[]): Promise<void> {
  const pushes = await read(actor, [...new Set(historyIds)]);
  if (pushes.length === 0) return;
  await writePlans(actor, pushes);
  const waiting = pushes.filter(({ state }) => state === "pending");
  await windLanes(actor.scope, [...new Set(waiting.map(({ host }) => host))]);
}

const largestBatch = 100;

/** Changes whose jobs run at the same time are planned together. */
function planner(read: Read): (actor: Actor, historyId: string) => Promise<void> {
  type Asked = { readonly actor: Actor; readonly historyId: string };
  const planTogether = inBatches<Actor["scope"], Asked>(largestBatch, async (_scope, asked) => {
    const [first] = asked;
    if (first === undefined) return;
    const ids = asked.map(({ historyId }) => historyId);
    await plan(read, first.actor, ids);
  });
  return async (actor, historyId) => {
    try {
      await planTogether(actor.scope, { actor, historyId });
    } catch {
      // Nobody knows whose fault it was: each tries alone, and hears of its own.
      await plan(read, actor, [historyId]);
    }
  };
}

/** PN-1: every status change of a payment is told to the website's address, in the website's format. */
export const planPaymentPush = planner(ofPayments("payment"));

/** Domain.md 1.5.3: of a new settle status only Trust's receivers want to hear. */
export const planSettlementPush = planner(ofPayments("settlement"));

/** The ends of a refund are told as well: money came back, or it did not. */
export const planRefundPush = planner(ofRefunds);

/** Domain.md 2.3: every status of a data request is told, to its own address first. */
export const planDataRequestPush = planner(ofRequests);
export const planInvoicePush = planner(ofInvoices);
