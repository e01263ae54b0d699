import { actorLabel } from "@/lib/kernel/access";
import { advance } from "@/lib/kernel/transitions";
import { paymentFlow } from "@/lib/features/payments/model";
import { nextSettle, type SettleEvent, type SettleStatus } from "@/lib/features/settlement/model";
import { announceMany, completeMany, emitMany, type FinishedOperation } from "@/lib/platform/bulk";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

type Settling = { readonly id: string; readonly settleStatus: number };

/** The tables are asked here as well: a step that they do not have is a bug, not a refusal. */
function settled(from: SettleStatus, event: SettleEvent): SettleStatus {
  const next = nextSettle(from, event);
  if (!next.ok) throw new Error(`no ${event} from ${from.toString()}`);
  return next.value;
}

const historyOf = (tx: Tx) => ({
  merchantId: tx.scope,
  actor: actorLabel(tx.actor),
  correlationId: tx.correlationId,
  at: tx.now,
});

function expectAll(changed: number, expected: number) {
  if (changed !== expected) throw new Error("a payment that was locked has changed");
}

/** `applySettleEvent` for many locked payments that wait for a settlement: all of them are handed over. */
export async function handOverPayments(tx: Tx, payments: readonly Settling[]): Promise<void> {
  const ids = payments.map(({ id }) => id);
  const { count } = await tx.db.payment.updateMany({
    where: { merchantId: tx.scope, id: { in: ids }, status: "authorised", settleStatus: { in: [0, 1] } },
    data: { settleStatus: 10 },
  });
  expectAll(count, payments.length);
  await tx.db.paymentHistory.createMany({
    data: payments.map(({ id, settleStatus }) => ({
      ...historyOf(tx),
      id: newId(),
      paymentId: id,
      event: "hand_over",
      fromStatus: "authorised",
      toStatus: "authorised",
      fromSettle: settleStatus,
      toSettle: settled(settleStatus as SettleStatus, "hand_over"),
    })),
  });
  await announceMany(tx, "payments", ids);
}

/** `applyPaymentEvent` for many payments whose settlement the acquirer has confirmed. */
export async function completePayments(tx: Tx, captured: readonly FinishedOperation[]): Promise<void> {
  if (captured.length === 0) return;
  const to = advance(paymentFlow, "authorised", "complete");
  if (!to.ok) throw new Error("no complete from authorised");
  const settle = settled(10, "confirm");
  expectAll(
    await completeMany(tx, captured, { status: ["authorised", to.value], settle: [10, settle] }),
    captured.length,
  );
  const history = captured.map(({ paymentId }) => ({ historyId: newId(), paymentId }));
  await tx.db.paymentHistory.createMany({
    data: history.map(({ historyId, paymentId }) => ({
      ...historyOf(tx),
      id: historyId,
      paymentId,
      event: "complete",
      fromStatus: "authorised",
      toStatus: to.value,
      fromSettle: 10,
      toSettle: settle,
    })),
  });
  await emitMany(tx, "payment.status_changed", history);
  await announceMany(
    tx,
    "payments",
    captured.map(({ paymentId }) => paymentId),
  );
}
