import type { Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { writeRefundHistory } from "@/lib/features/refunds/commands/apply-event";
import { writeCancellation } from "@/lib/features/refunds/commands/cancel-refund";
import { lockRefund, type Refund } from "@/lib/features/refunds/commands/lock-refund";
import { changeableSettle, type RefundStatus } from "@/lib/features/refunds/model";
import {
  decideSettlement,
  settleStatuses,
  type FieldChanges,
  type SettlementChange,
  type SettlementRefusal,
  type WantedSettlement,
} from "@/lib/features/settlement/model";
import { inTransaction, type Tx } from "@/lib/platform/tx";

export type RefundSettlementWish = {
  readonly refundId: string;
  readonly wanted: WantedSettlement;
  /** Joins the change with the caller's own record of the exchange. */
  readonly correlationId?: string;
};

const updatableOf = (refund: Refund) => {
  const settle = changeableSettle(refund.status, refund.settleStatus);
  return {
    settleStatus: settleStatuses.find((known) => known === settle) ?? null,
    isOver: false,
    amountMinor: Number(refund.amountMinor),
    settleMinor: Number(refund.settleMinor),
    settleDueDate: refund.settleDueDate?.toISOString().slice(0, 10) ?? null,
    orderReference: refund.orderReference,
  };
};

const columnsOf = ({ settleMinor, settleDueDate, orderReference }: FieldChanges) => ({
  ...(settleMinor === undefined ? {} : { settleMinor: Number(settleMinor[1]) }),
  ...(settleDueDate === undefined
    ? {}
    : { settleDueDate: new Date(`${String(settleDueDate[1])}T00:00:00Z`) }),
  ...(orderReference === undefined ? {} : { orderReference: String(orderReference[1]) }),
});

async function writeFields(tx: Tx, refund: Refund, { event, settleStatus, changes }: SettlementChange) {
  await tx.db.refund.update({
    where: { merchantId_id: { merchantId: tx.scope, id: refund.id } },
    data: { ...columnsOf(changes), settleStatus },
    select: { id: true },
  });
  const status = refund.status as RefundStatus;
  const settle = [refund.settleStatus, settleStatus] as const;
  await writeRefundHistory(tx, refund, { event, from: status, to: status, settle, changes, reason: null });
  return ok(status);
}

/** TP-E4: the other fields first, the cancellation last. */
async function write(tx: Tx, refund: Refund, change: SettlementChange) {
  if (change.event !== "cancel") return writeFields(tx, refund, change);
  const settleStatus = updatableOf(refund).settleStatus;
  if (Object.keys(change.changes).length > 0 && settleStatus !== null) {
    await writeFields(tx, refund, { event: "update", settleStatus, changes: change.changes });
  }
  return writeCancellation(tx, refund, null);
}

/** What must still be so under the lock. */
type Check<E extends string> = (refund: Refund) => Result<unknown, E>;
type Refusal = SettlementRefusal | "not_found" | "not_allowed_now";

async function change<E extends string>(
  tx: Tx,
  { refundId, wanted }: RefundSettlementWish,
  check: Check<E>,
): Promise<Result<SettlementChange, Refusal | E>> {
  const refund = await lockRefund(tx, refundId);
  if (refund === null) return err("not_found");
  const checked = check(refund);
  if (!checked.ok) return checked;
  const decision = decideSettlement(updatableOf(refund), wanted);
  if (!decision.ok) return decision;
  const written = await write(tx, refund, decision.value);
  if (!written.ok) return written;
  await tx.audit("payment.refund_settlement_changed", ["payment", refund.paymentId], {
    refundId,
    event: decision.value.event,
    settleStatus: [refund.settleStatus, decision.value.settleStatus],
    ...Object.fromEntries(Object.entries(decision.value.changes).map(([name, pair]) => [name, [...pair]])),
  });
  return ok(decision.value);
}

/**
 * TRANSACTIONUPDATE of a refund, whoever asks and in whatever words (TP-2, TP-4 to TP-7, TP-21). What a lowered
 * amount leaves of the reserve is given back when the refund settles.
 */
export const changeRefundSettlement = (actor: Actor, wish: RefundSettlementWish) =>
  inTransaction(
    actor,
    (tx) => change<never>(tx, wish, () => ok("as it is")),
    wish.correlationId === undefined ? {} : { correlationId: wish.correlationId },
  );

type Seen = {
  readonly settleStatus: number | null;
  readonly settleMinor: number;
  readonly settleDueDate: string | null;
};

const isAsSeen = (refund: Refund, seen: Seen) => {
  const { settleMinor, settleDueDate } = updatableOf(refund);
  return (
    refund.settleStatus === seen.settleStatus &&
    settleMinor === seen.settleMinor &&
    settleDueDate === seen.settleDueDate
  );
};

/** The same for a person, who must not decide by a page that is out of date. */
export const changeSeenRefundSettlement = (
  actor: Actor,
  { seen, ...wish }: RefundSettlementWish & { readonly seen: Seen },
) =>
  inTransaction(actor, (tx) =>
    change(tx, wish, (refund) => (isAsSeen(refund, seen) ? ok("as seen") : err("changed_meanwhile"))),
  );
