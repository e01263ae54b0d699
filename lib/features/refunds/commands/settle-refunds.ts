import type { Actor } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { ok, type Result } from "@/lib/kernel/result";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import { bookRefused, bookRefunded, bookUnknown } from "@/lib/features/refunds/commands/book-answer";
import type { Batch, HandedOver } from "@/lib/features/refunds/commands/hand-over";
import { lockRefund, type Refund } from "@/lib/features/refunds/commands/lock-refund";
import { finishOperation } from "@/lib/features/refunds/commands/operations";
import type { RefundStatus } from "@/lib/features/refunds/model";
import { recordExchange } from "@/lib/platform/exchanges";
import { gateway } from "@/lib/platform/gateway/gateway";
import type { GatewayAnswer, GatewayBatchReply } from "@/lib/platform/gateway/port";
import { addToSettlementRun } from "@/lib/platform/settlement-runs";
import { inTransaction, type Tx } from "@/lib/platform/tx";

/** So many are booked in one transaction: short enough not to keep people waiting at their payments. */
const bookedTogether = 50;

const isOpen = (refund: Refund) =>
  refund.settleStatus === 10 && (refund.status === "sent" || refund.status === "unknown");

/** The timer of open operations asks again, so nothing has to be scheduled. */
const bookLost = (tx: Tx, refund: Refund, code: string) =>
  bookUnknown(tx, refund, code, () => Promise.resolve());

type Outcome = Result<RefundStatus, "not_allowed_now">;

const apply = (tx: Tx, refund: Refund, answer: GatewayAnswer): Promise<Outcome> => {
  switch (answer.outcome) {
    case "approved":
      return bookRefunded(tx, refund, answer.reference);
    case "declined":
    case "failed":
      return bookRefused(tx, refund, answer.code);
    case "pending":
      return bookLost(tx, refund, "pending");
    case "unknown":
      return bookLost(tx, refund, answer.code);
  }
};

const silence: GatewayAnswer = { outcome: "unknown", code: "bad_answer" };

const isLost = ({ outcome }: GatewayAnswer) => outcome === "unknown" || outcome === "pending";

async function bookOne(tx: Tx, { refundId, item }: HandedOver, reply: GatewayBatchReply) {
  const answer = reply.answers.get(item.operationId) ?? silence;
  const refund = await lockRefund(tx, refundId);
  if (refund === null) return null;
  const heldUntil = isLost(answer) ? nextInquiryAt(tx.now, refund.inquiries) : null;
  const isFirst = await finishOperation(tx, item.operationId, answer, heldUntil);
  if (!isFirst || !isOpen(refund)) return null;
  const booked = await apply(tx, refund, answer);
  return booked.ok ? { status: booked.value, amount: item.amount } : null;
}

type Count = { readonly status: RefundStatus; readonly amount: Money };

const countOf = (counts: readonly Count[], wanted: RefundStatus) =>
  counts.filter(({ status }) => status === wanted).length;

function sumsOf(counts: readonly Count[]) {
  const sums = new Map<string, number>();
  for (const { status, amount } of counts) {
    if (status === "done") sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.minor);
  }
  return [...sums].map(([currency, refunded]) => ({ currency, paid: 0, refunded }));
}

const chunksOf = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );

type Sent = { readonly day: string; readonly batch: Batch; readonly reply: GatewayBatchReply };

const bookChunk = (
  actor: Actor,
  { day, batch, reply }: Sent,
  part: readonly HandedOver[],
  isFirst: boolean,
) =>
  inTransaction(
    actor,
    async (tx) => {
      if (isFirst) await recordExchange(tx, reply.exchange, {});
      const counts: Count[] = [];
      for (const one of part) {
        const booked = await bookOne(tx, one, reply);
        if (booked !== null) counts.push(booked);
      }
      const run = { settled: countOf(counts, "done"), refused: countOf(counts, "failed") };
      if (run.settled + run.refused > 0) await addToSettlementRun(tx, day, { ...run, sums: sumsOf(counts) });
      await tx.audit("refunds.settled", ["merchant", tx.scope], { day, ...run });
      return ok(counts);
    },
    { correlationId: batch.correlationId },
  );

/** Sends what was handed over in one call and books the answers. */
export async function settleBatch(actor: Actor, day: string, batch: Batch): Promise<void> {
  if (batch.handed.length === 0) return;
  const inOrder = [...batch.handed].sort((a, b) => (a.paymentId < b.paymentId ? -1 : 1));
  const reply = await gateway().settle({ items: inOrder.map(({ item }) => item) });
  for (const [index, part] of chunksOf(inOrder, bookedTogether).entries()) {
    await bookChunk(actor, { day, batch, reply }, part, index === 0);
  }
}
