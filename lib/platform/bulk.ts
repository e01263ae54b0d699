import type { EventIds, EventName } from "@/lib/kernel/events";
import type { Tx } from "@/lib/platform/tx";

export type Approval = { readonly operationId: string; readonly reference: string; readonly code: string };
export type FinishedOperation = {
  readonly paymentId: string;
  readonly minor: number;
  readonly currency: string;
};

/** Ends open operations as approved, many at once. Gives those that were still open: whoever comes second changes nothing. */
export const finishApproved = (tx: Tx, approvals: readonly Approval[]): Promise<FinishedOperation[]> =>
  tx.db.$queryRaw<FinishedOperation[]>`
    update operation o set outcome = 'approved', gateway_reference = a.reference, code = a.code, finished_at = ${tx.now}
    from unnest(${approvals.map(({ operationId }) => operationId)}::uuid[],
                ${approvals.map(({ reference }) => reference)}::text[],
                ${approvals.map(({ code }) => code)}::text[]) as a (id, reference, code)
    where o.merchant_id = ${tx.scope}::uuid and o.id = a.id and o.outcome in ('sent', 'pending', 'unknown', 'not_found')
    returning o.payment_id as "paymentId", o.amount_minor::float8 as minor, o.currency`;

export type Step = {
  readonly status: readonly [from: string, to: string];
  readonly settle: readonly [from: number, to: number];
};

/** Compares and sets many payments that take the same step; gives how many took it. */
export const completeMany = (tx: Tx, captured: readonly FinishedOperation[], { status, settle }: Step) =>
  tx.db.$executeRaw`
    update payment p set status = ${status[1]}, settle_status = ${settle[1]}, captured_minor = a.minor,
      completed_at = ${tx.now}, status_at = ${tx.now}
    from unnest(${captured.map(({ paymentId }) => paymentId)}::uuid[],
                ${captured.map(({ minor }) => minor)}::bigint[]) as a (id, minor)
    where p.merchant_id = ${tx.scope}::uuid and p.id = a.id and p.status = ${status[0]} and p.settle_status = ${settle[0]}`;

/** One job each, due now. */
export async function emitMany<N extends EventName>(tx: Tx, event: N, ids: readonly EventIds<N>[]) {
  const payloads = ids.map((one) => JSON.stringify({ version: 1, merchantId: tx.scope, ...one }));
  await tx.db
    .$executeRaw`select enqueue_job(${event}, payload::json, null, null) from unnest(${payloads}::text[]) as j (payload)`;
}

/** Tells open lists of many changed records. */
export async function announceMany(tx: Tx, listing: string, ids: readonly string[]) {
  const words = ids.map((id) => `${listing} ${tx.scope} ${id}`);
  await tx.db.$executeRaw`select pg_notify('live', word) from unnest(${words}::text[]) as w (word)`;
}
