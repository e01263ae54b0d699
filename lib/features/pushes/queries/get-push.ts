import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import { pushFormatOf, waitsOf } from "@/lib/features/pushes/model";
import { reading, type Db } from "@/lib/platform/tx";

const read = (db: Db, scope: MerchantScope, id: string) =>
  db.push.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      id: true,
      websiteId: true,
      paymentId: true,
      refundId: true,
      dataRequestId: true,
      invoiceId: true,
      eventType: true,
      toldStatus: true,
      ownUrl: true,
      host: true,
      format: true,
      body: true,
      state: true,
      nextAttemptAt: true,
      attemptCount: true,
      scheduledCount: true,
      deliveredAt: true,
      createdAt: true,
      website: { select: { name: true, pushSchedule: true, pushWaits: true } },
      payment: { select: { orderReference: true, transactionReference: true, newestPushId: true } },
      refund: { select: { transactionReference: true } },
      request: { select: { key: true, newestPushId: true } },
      invoice: { select: { number: true, newestPushId: true } },
      attempts: {
        orderBy: { number: "desc" },
        select: {
          id: true,
          number: true,
          trigger: true,
          actor: true,
          url: true,
          startedAt: true,
          tookMs: true,
          outcome: true,
          status: true,
          error: true,
          answer: true,
          exchangeId: true,
        },
      },
    },
  });
type Stored = NonNullable<Awaited<ReturnType<typeof read>>>;

const referenceOf = (payment: Stored["payment"]) =>
  payment?.orderReference ?? payment?.transactionReference ?? "";

/** What the push is about, and where that is read. */
function objectOf({ payment, refund, request, invoice, ...push }: Stored) {
  if (invoice !== null)
    return {
      kind: "invoice",
      reference: invoice.number,
      href: `/invoices/${push.invoiceId ?? ""}`,
    } as const;
  if (request !== null)
    return {
      kind: "data_request",
      reference: request.key,
      href: `/data-requests/${push.dataRequestId ?? ""}`,
    } as const;
  const href = `/payments/${push.paymentId ?? ""}`;
  return refund === null
    ? ({ kind: "payment", reference: referenceOf(payment), href } as const)
    : ({ kind: "refund", reference: refund.transactionReference, href } as const);
}

/** The push about the same object that came later, if there is one (BK-E3). */
const newerOf = ({ id, payment, refund, request, invoice }: Stored): string | null => {
  if (refund !== null) return null;
  const newest = (payment ?? request ?? invoice)?.newestPushId ?? null;
  return newest === id ? null : newest;
};

/** One push with each of its attempts, the last one first. */
export const getPush = (scope: MerchantScope, id: string) =>
  reading(scope, async (db) => {
    const push = isUuid(id) ? await read(db, scope, id) : null;
    if (push === null) return null;
    const all = waitsOf(push.website, pushFormatOf(push.format)).length + 1;
    return { push, object: objectOf(push), newer: newerOf(push), all };
  });
export type PushDetail = NonNullable<Awaited<ReturnType<typeof getPush>>>;
