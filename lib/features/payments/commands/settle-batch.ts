import sql from "sql-template-tag";
import { actorLabel, type Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { completePayments, handOverPayments } from "@/lib/features/payments/commands/apply-events";
import { bookCapture, readCaptured } from "@/lib/features/payments/commands/capture";
import { finishOperation } from "@/lib/features/payments/commands/operations";
import { finishApproved, type Approval, type FinishedOperation } from "@/lib/platform/bulk";
import { recordExchange } from "@/lib/platform/exchanges";
import { gateway } from "@/lib/platform/gateway/gateway";
import type { GatewayAnswer, GatewayBatchReply } from "@/lib/platform/gateway/port";
import { newId } from "@/lib/platform/ids";
import { lockRow, type DueSettlement, type HeldCapture } from "@/lib/platform/lock";
import { addToSettlementRun, type RunSum } from "@/lib/platform/settlement-runs";
import { inTransaction, type Tx } from "@/lib/platform/tx";

/** How long nobody else asks about a batch that was handed over. */
const leaseMs = 60_000;

/** Marks due payments as handed over and stores the wish to capture each, before anybody is told. */
export async function claimSettlements(tx: Tx, due: readonly DueSettlement[]): Promise<HeldCapture[]> {
  await handOverPayments(tx, due);
  const held = due.map(({ id, settleMinor, currency, gatewayReference }) => ({
    operationId: newId(),
    paymentId: id,
    minor: settleMinor,
    currency,
    gatewayReference,
  }));
  const leaseEnd = new Date(tx.now.getTime() + leaseMs);
  await tx.tell(sql`
    insert into operation (merchant_id, id, payment_id, kind, currency, amount_minor, outcome, actor, correlation_id,
      started_at, held_until)
    select ${tx.scope}::uuid, o.id, o.payment_id, 'capture', o.currency, o.minor, 'sent', ${actorLabel(tx.actor)},
      ${tx.correlationId}::uuid, ${tx.now}::timestamptz, ${leaseEnd}::timestamptz
    from unnest(${held.map(({ operationId }) => operationId)}::uuid[], ${held.map(({ paymentId }) => paymentId)}::uuid[],
      ${held.map(({ currency }) => currency)}::text[], ${held.map(({ minor }) => minor)}::bigint[])
      as o (id, payment_id, currency, minor)`);
  return held;
}

/** Keeps other runs away from these operations for a while. */
export const extendLease = (tx: Tx, held: readonly HeldCapture[]) =>
  tx.db.operation.updateMany({
    where: { merchantId: tx.scope, id: { in: held.map(({ operationId }) => operationId) } },
    data: { heldUntil: new Date(tx.now.getTime() + leaseMs) },
  });

type Refused = Extract<GatewayAnswer, { readonly outcome: "declined" | "failed" }>;
type Sorted = {
  readonly approved: readonly Approval[];
  readonly refused: readonly (readonly [HeldCapture, Refused])[];
};

/** What is neither approved nor refused stays open: it is handed over again under the same keys. */
function sorted(held: readonly HeldCapture[], { answers }: GatewayBatchReply): Sorted {
  const approved: Approval[] = [];
  const refused: (readonly [HeldCapture, Refused])[] = [];
  for (const one of held) {
    const answer = answers.get(one.operationId);
    if (answer?.outcome === "approved")
      approved.push({ operationId: one.operationId, reference: answer.reference, code: answer.code });
    if (answer?.outcome === "declined" || answer?.outcome === "failed") refused.push([one, answer]);
  }
  return { approved, refused };
}

async function bookRefusals(tx: Tx, refused: Sorted["refused"]): Promise<number> {
  let booked = 0;
  for (const [{ operationId, paymentId, minor, currency }, answer] of refused) {
    if (!(await finishOperation(tx, operationId, answer))) continue;
    await lockRow(tx, "payment", paymentId);
    await bookCapture(tx, await readCaptured(tx, paymentId), { minor, currency }, answer);
    booked += 1;
  }
  return booked;
}

function sumsOf(captured: readonly FinishedOperation[]): RunSum[] {
  const sums = new Map<string, number>();
  for (const { currency, minor } of captured) sums.set(currency, (sums.get(currency) ?? 0) + minor);
  return [...sums].map(([currency, paid]) => ({ currency, paid, refunded: 0 }));
}

/**
 * Hands captures to the acquirer and books its answers. Each capture goes under its operation's id, so a batch
 * that is sent again after a silence or a crash is answered and not booked twice.
 */
export async function handOver(actor: Actor, day: string, held: readonly HeldCapture[]): Promise<void> {
  const reply = await gateway().settle({
    items: held.map(({ operationId, gatewayReference, minor, currency }) => ({
      operationId,
      kind: "capture" as const,
      reference: gatewayReference,
      amount: { minor, currency },
    })),
  });
  const { approved, refused } = sorted(held, reply);
  await inTransaction(actor, async (tx) => {
    await recordExchange(tx, reply.exchange, {});
    const captured = approved.length === 0 ? [] : await finishApproved(tx, approved);
    await completePayments(tx, captured);
    const booked = await bookRefusals(tx, refused);
    await addToSettlementRun(tx, day, { settled: captured.length, refused: booked, sums: sumsOf(captured) });
    await tx.audit("payments.settled", ["merchant", tx.scope], {
      day,
      settled: captured.length,
      refused: booked,
    });
    return ok("booked");
  });
}
