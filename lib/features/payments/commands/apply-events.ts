import sql from "sql-template-tag";
import { actorLabel } from "@/lib/kernel/access";
import { advance } from "@/lib/kernel/transitions";
import { paymentFlow, type PaymentStatus } from "@/lib/features/payments/model";
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

type Row = {
  readonly id: string;
  readonly paymentId: string;
  readonly fromSettle: number;
  readonly toSettle: number;
};

/** One append-only row each, all of the same step. */
const writeHistory = (tx: Tx, rows: readonly Row[], event: "hand_over" | "complete", to: PaymentStatus) =>
  tx.tell(sql`
    insert into payment_history (merchant_id, id, payment_id, event, from_status, to_status, from_settle, to_settle,
      actor, correlation_id, at)
    select ${tx.scope}::uuid, h.id, h.payment_id, ${event}, 'authorised', ${to}, h.from_settle, h.to_settle,
      ${actorLabel(tx.actor)}, ${tx.correlationId}::uuid, ${tx.now}::timestamptz
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ paymentId }) => paymentId)}::uuid[],
      ${rows.map(({ fromSettle }) => fromSettle)}::smallint[], ${rows.map(({ toSettle }) => toSettle)}::smallint[])
      as h (id, payment_id, from_settle, to_settle)`);

function expectAll(changed: number, expected: number) {
  if (changed !== expected) throw new Error("a payment that was locked has changed");
}

/** `applySettleEvent` for many locked payments that wait for a settlement: all of them are handed over. */
export async function handOverPayments(tx: Tx, payments: readonly Settling[]): Promise<void> {
  const ids = payments.map(({ id }) => id);
  const [changed] = await tx.ask<{ count: number }>(sql`
    with handed as (
      update payment set settle_status = 10 where merchant_id = ${tx.scope}::uuid and id = any(${ids}::uuid[])
        and status = 'authorised' and settle_status in (0, 1) returning 1)
    select count(*)::int as count from handed`);
  expectAll(changed?.count ?? 0, payments.length);
  const rows = payments.map(({ id, settleStatus }) => ({
    id: newId(),
    paymentId: id,
    fromSettle: settleStatus,
    toSettle: settled(settleStatus as SettleStatus, "hand_over"),
  }));
  await writeHistory(tx, rows, "hand_over", "authorised");
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
  const rows = history.map(({ historyId: id, paymentId }) => ({
    ...{ id, paymentId },
    ...{ fromSettle: 10, toSettle: settle },
  }));
  await writeHistory(tx, rows, "complete", to.value);
  await emitMany(tx, "payment.status_changed", history);
  await announceMany(
    tx,
    "payments",
    captured.map(({ paymentId }) => paymentId),
  );
}
