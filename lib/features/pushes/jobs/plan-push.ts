import sql from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { isDataRequestCode, isFailure } from "@/lib/features/data-requests/model";
import type { PaymentStatus } from "@/lib/features/payments/model";
import { tellers } from "@/lib/features/pushes/jobs/bodies";
import { readInvoiceNews } from "@/lib/features/pushes/jobs/invoice-bodies";
import { windLane } from "@/lib/features/pushes/jobs/lanes";
import {
  readChange,
  readDataRequest,
  readPayment,
  readRefund,
  readRequestChange,
  type Payment,
} from "@/lib/features/pushes/jobs/read-change";
import {
  addressFor,
  hostOf,
  isFailedStatus,
  listingOf,
  pushFormatOf,
  subjectOf,
  type PushAddresses,
  type PushFormat,
} from "@/lib/features/pushes/model";
import { inQuickTransaction, reading } from "@/lib/platform/tx";

type NewPush = {
  /** The id of the history row: one push per status change, however often the job runs. */
  readonly id: string;
  readonly websiteId: string;
  readonly paymentId: string | null;
  readonly refundId: string | null;
  readonly dataRequestId: string | null;
  readonly invoiceId: string | null;
  readonly format: PushFormat;
  readonly eventType: string;
  readonly toldStatus: string;
  readonly isFailure: boolean;
  readonly body: string;
};
type Addresses = { readonly own: PushAddresses; readonly website: PushAddresses };

/** Where the first attempt will go: the website's address may change until then, the request's own may not (PN-E3). */
function placeOf({ own, website }: Addresses, failed: boolean) {
  const ownUrl = addressFor(own, failed);
  const url = ownUrl ?? addressFor(website, failed);
  return { ownUrl, host: url === null ? "" : hostOf(url), state: url === null ? "no_address" : "pending" };
}

const insert = (actor: Actor, push: NewPush, addresses: Addresses) =>
  inQuickTransaction(actor, async (tx) => {
    const { ownUrl, host, state } = placeOf(addresses, push.isFailure);
    const next = state === "pending" ? tx.now : null;
    const rows = await tx.ask(sql`
      insert into push (merchant_id, id, website_id, payment_id, refund_id, data_request_id, invoice_id,
        event_type, told_status, is_failure, own_url, host, format, body, state, first_planned_at, next_attempt_at, created_at)
      values (${tx.scope}::uuid, ${push.id}::uuid, ${push.websiteId}::uuid, ${push.paymentId}::uuid, ${push.refundId}::uuid,
        ${push.dataRequestId}::uuid, ${push.invoiceId}::uuid, ${push.eventType}, ${push.toldStatus}, ${push.isFailure}::boolean, ${ownUrl}, ${host},
        ${push.format}, ${push.body}, ${state}, ${tx.now}::timestamptz, ${next}::timestamptz, ${tx.now}::timestamptz)
      on conflict (merchant_id, id) do nothing returning id`);
    if (rows.length === 0) return err("known");
    const [subject, subjectId] = subjectOf(push);
    if (push.dataRequestId !== null)
      await tx.tell(sql`update data_request set newest_push_id = ${push.id}::uuid
        where merchant_id = ${tx.scope}::uuid and id = ${push.dataRequestId}::uuid
          and (newest_push_id is null or newest_push_id < ${push.id}::uuid)`);
    else if (push.invoiceId !== null)
      await tx.tell(sql`update invoice set newest_push_id = ${push.id}::uuid
        where merchant_id = ${tx.scope}::uuid and id = ${push.invoiceId}::uuid
          and (newest_push_id is null or newest_push_id < ${push.id}::uuid)`);
    else if (push.refundId === null)
      await tx.tell(sql`update payment set newest_push_id = ${push.id}::uuid
        where merchant_id = ${tx.scope}::uuid and id = ${push.paymentId}::uuid
          and (newest_push_id is null or newest_push_id < ${push.id}::uuid)`);
    await tx.audit("push.planned", [subject, subjectId], { pushId: push.id, eventType: push.eventType });
    await tx.announce(listingOf[subject], subjectId);
    await tx.announce("pushes", push.id);
    return ok(host);
  });

/** The lane is wound when the push is there for all to see; a job that died in between does it again. */
async function plan(actor: Actor, push: NewPush, addresses: Addresses): Promise<void> {
  await insert(actor, push, addresses);
  const { host, state } = placeOf(addresses, push.isFailure);
  if (state === "pending") await windLane(actor.scope, host);
}

type PaymentIds = { readonly paymentId: string; readonly historyId: string };
const formatOf = ({ website }: Payment) => pushFormatOf(website.pushFormat);
const addressesOf = (payment: Payment): Addresses => ({ own: payment, website: payment.website });

async function planForPayment(actor: Actor, ids: PaymentIds, what: "payment" | "settlement"): Promise<void> {
  const { change, payment } = await reading(actor.scope, async (db) => ({
    change: await readChange(db, actor.scope, ids.historyId),
    payment: await readPayment(db, actor.scope, ids.paymentId),
  }));
  const format = formatOf(payment);
  const body = tellers[format][what](payment, change);
  if (body === null) return;
  const toldStatus = change.toStatus;
  const eventType = what === "settlement" ? "payment.settlement_changed" : `payment.${toldStatus}`;
  const isFailure = isFailedStatus(toldStatus as PaymentStatus);
  const subject = { paymentId: payment.id, refundId: null, dataRequestId: null, invoiceId: null };
  const { websiteId } = payment;
  const push = { id: change.id, websiteId, ...subject, format, eventType, toldStatus, isFailure, body };
  await plan(actor, push, addressesOf(payment));
}

/** PN-1: every status change of a payment is told to the website's address, in the website's format. */
export const planPaymentPush = (actor: Actor, ids: PaymentIds) => planForPayment(actor, ids, "payment");

/** Domain.md 1.5.3: of a new settle status only Trust's receivers want to hear. */
export const planSettlementPush = (actor: Actor, ids: PaymentIds) => planForPayment(actor, ids, "settlement");

const failedRefunds = new Set(["failed", "rejected", "cancelled"]);

/** The ends of a refund are told as well: money came back, or it did not. */
export async function planRefundPush(
  actor: Actor,
  ids: { readonly refundId: string; readonly historyId: string },
): Promise<void> {
  const { change, refund } = await reading(actor.scope, async (db) => ({
    change: await readChange(db, actor.scope, ids.historyId),
    refund: await readRefund(db, actor.scope, ids.refundId),
  }));
  const { payment } = refund;
  const format = formatOf(payment);
  const body = tellers[format].refund(refund, change);
  if (body === null) return;
  const toldStatus = change.toStatus;
  const told = { eventType: `refund.${toldStatus}`, toldStatus, isFailure: failedRefunds.has(toldStatus) };
  const subject = { paymentId: payment.id, refundId: refund.id, dataRequestId: null, invoiceId: null };
  const { websiteId } = payment;
  await plan(actor, { id: change.id, websiteId, ...subject, format, ...told, body }, addressesOf(payment));
}

/** Domain.md 2.3: every status of a data request is told, to its own address first. */
export async function planDataRequestPush(
  actor: Actor,
  ids: { readonly dataRequestId: string; readonly historyId: string },
): Promise<void> {
  const { change, request } = await reading(actor.scope, async (db) => ({
    change: await readRequestChange(db, actor.scope, ids.historyId),
    request: await readDataRequest(db, actor.scope, ids.dataRequestId),
  }));
  const format = pushFormatOf(request.website.pushFormat);
  const body = tellers[format].dataRequest(request, change);
  if (body === null) return;
  const toldStatus = change.toCode.toString();
  const failed = isDataRequestCode(change.toCode) && isFailure(change.toCode);
  const told = { eventType: `data_request.${toldStatus}`, toldStatus, isFailure: failed };
  const subject = { paymentId: null, refundId: null, dataRequestId: request.id, invoiceId: null };
  const { websiteId } = request;
  const addresses = { own: request, website: request.website };
  await plan(actor, { id: change.id, websiteId, ...subject, format, ...told, body }, addresses);
}

/** Domain.md 2.9: what happened to an invoice, to its own address first; none of it is a failure. */
export async function planInvoicePush(
  actor: Actor,
  ids: { readonly invoiceId: string; readonly historyId: string },
): Promise<void> {
  const news = await reading(actor.scope, (db) => readInvoiceNews(db, actor.scope, ids));
  const { invoice, line } = news;
  const format = pushFormatOf(invoice.website.pushFormat);
  const body = tellers[format].invoice(news);
  if (body === null) return;
  const told = { eventType: `invoice.${line.event}`, toldStatus: line.toCode.toString(), isFailure: false };
  const subject = { paymentId: null, refundId: null, dataRequestId: null, invoiceId: invoice.id };
  const { websiteId, pushUrl } = invoice;
  const addresses = { own: { pushUrl, pushUrlFailure: null }, website: invoice.website };
  await plan(actor, { id: line.id, websiteId, ...subject, format, ...told, body }, addresses);
}
