import sql, { type Sql } from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { applyPaymentEvent, applySettleEvent } from "@/lib/features/payments/commands/apply-event";
import { startReversal } from "@/lib/features/payments/commands/reverse";
import type { PaymentStatus } from "@/lib/features/payments/model";
import {
  decideSettlement,
  isReservationOver,
  settleStatusOf,
  type FieldChanges,
  type SettlementChange,
  type SettlementRefusal,
  type WantedSettlement,
} from "@/lib/features/settlement/model";
import { assignmentsOf } from "@/lib/platform/assignments";
import { env } from "@/lib/platform/env";
import { writePaymentHistory } from "@/lib/platform/payment-status";
import { inQuickTransaction, type Writing } from "@/lib/platform/tx";

export type SettlementWish = {
  readonly paymentId: string;
  readonly wanted: WantedSettlement;
  /** Joins the change with the caller's own record of the exchange. */
  readonly correlationId?: string;
};

type Payment = {
  readonly id: string;
  readonly status: string;
  readonly settleStatus: number | null;
  readonly captureMode: string;
  readonly amountMinor: number;
  readonly settleMinor: number;
  readonly settleDueDate: string | null;
  readonly reservedUntil: Date | null;
  readonly orderReference: string | null;
  readonly currency: string;
  readonly hasChain: boolean;
};

/** Holds the payment until the transaction ends. */
const lock = (tx: Writing, which: Sql) =>
  tx.ask<Payment>(sql`
    select id, status, settle_status::int as "settleStatus", capture_mode as "captureMode",
      amount_minor::float8 as "amountMinor", settle_minor::float8 as "settleMinor",
      to_char(settle_due_date, 'YYYY-MM-DD') as "settleDueDate", reserved_until as "reservedUntil",
      order_reference as "orderReference", currency,
      exists (select from authorisation_chain c where c.merchant_id = payment.merchant_id and c.payment_id = payment.id)
        as "hasChain"
    from payment where merchant_id = ${tx.scope}::uuid and ${which} for no key update`);

const columnsOf = (changes: FieldChanges) => {
  const { settleMinor, settleDueDate, orderReference } = changes;
  return {
    ...(settleMinor === undefined ? {} : { settleMinor: Number(settleMinor[1]) }),
    ...(settleDueDate === undefined
      ? {}
      : { settleDueDate: new Date(`${String(settleDueDate[1])}T00:00:00Z`) }),
    ...(orderReference === undefined ? {} : { orderReference: String(orderReference[1]) }),
  };
};

/** Who waits for a settlement needs a due day: today, where none was ever given. */
function withDueDay(tx: Writing, payment: Payment, change: SettlementChange): FieldChanges {
  const waits = change.settleStatus === 0 || change.settleStatus === 1;
  if (!waits || payment.settleDueDate !== null || change.changes["settleDueDate"]) return change.changes;
  return { ...change.changes, settleDueDate: [null, tx.now.toISOString().slice(0, 10)] };
}

async function writeUpdate(tx: Writing, payment: Payment, changes: FieldChanges) {
  await tx.tell(sql`
    update payment set ${assignmentsOf(columnsOf(changes))}
    where merchant_id = ${tx.scope}::uuid and id = ${payment.id}::uuid`);
  const status = payment.status as PaymentStatus;
  const settle = [payment.settleStatus, payment.settleStatus] as const;
  await writePaymentHistory(tx, payment.id, { event: "update", from: status, to: status, settle, changes });
  return ok(status);
}

/** TP-E4: the other fields first, the cancellation last. */
async function writeCancellation(tx: Writing, payment: Payment, changes: FieldChanges) {
  if (Object.keys(changes).length > 0) await writeUpdate(tx, payment, changes);
  const cancelled = await applyPaymentEvent(tx, payment, "cancel");
  if (cancelled.ok) await startReversal(tx, payment);
  return cancelled;
}

function write(tx: Writing, payment: Payment, { event, changes }: SettlementChange) {
  if (event === "update") return writeUpdate(tx, payment, changes);
  if (event === "cancel") return writeCancellation(tx, payment, changes);
  return applySettleEvent(tx, payment, event, { changes, columns: columnsOf(changes) });
}

/** What must still be so under the lock. */
type Check<E extends string> = (payment: Payment) => Result<unknown, E>;
type Refusal = SettlementRefusal | "not_found" | "not_allowed_now";

async function change<E extends string>(
  tx: Writing,
  { which, wanted }: { readonly which: Sql; readonly wanted: WantedSettlement },
  check: Check<E>,
): Promise<Result<SettlementChange, Refusal | E>> {
  const [payment] = await lock(tx, which);
  if (payment === undefined) return err("not_found");
  const checked = check(payment);
  if (!checked.ok) return checked;
  const decision = decideSettlement(
    {
      settleStatus: settleStatusOf(payment),
      isOver: isReservationOver(payment, tx.now),
      hasChain: payment.hasChain,
      amountMinor: payment.amountMinor,
      settleMinor: payment.settleMinor,
      settleDueDate: payment.settleDueDate,
      orderReference: payment.orderReference,
    },
    wanted,
  );
  if (!decision.ok) return decision;
  const decided = { ...decision.value, changes: withDueDay(tx, payment, decision.value) };
  const written = await write(tx, payment, decided);
  if (!written.ok) return written;
  await tx.audit("payment.settlement_changed", ["payment", payment.id], {
    event: decided.event,
    settleStatus: [settleStatusOf(payment), decided.settleStatus],
    ...Object.fromEntries(Object.entries(decided.changes).map(([name, pair]) => [name, [...pair]])),
  });
  return ok(decided);
}

const byId = ({ paymentId, wanted }: SettlementWish) => ({ which: sql`id = ${paymentId}::uuid`, wanted });
const joined = ({ correlationId }: { readonly correlationId?: string }) =>
  correlationId === undefined ? {} : { correlationId };

/**
 * TRANSACTIONUPDATE of an authorisation, whoever asks and in whatever words: suspend, release, cancel,
 * amount, due day, order reference, at once or not at all (TP-2, TP-4 to TP-7, TP-E1, TP-E4, TP-25).
 */
export const changeSettlement = (actor: Actor, wish: SettlementWish) =>
  inQuickTransaction(actor, (tx) => change<never>(tx, byId(wish), () => ok("as it is")), joined(wish));

type NamedWish = Omit<SettlementWish, "paymentId"> & {
  readonly websiteId: string;
  readonly transactionReference: string;
};

/** What Trust's protocols may be told not to see yet (TP-13) is not found here either. */
const byName = (tx: Writing, { websiteId, transactionReference }: NamedWish) =>
  sql`transaction_reference = ${transactionReference} and website_id = ${websiteId}::uuid
    and created_at <= ${new Date(tx.now.getTime() - env().trustUpdateDelayMs)}::timestamptz`;

/** The same for a website's payment by its reference: one question finds and locks it. */
export async function changeNamedSettlement(actor: Actor, wish: NamedWish) {
  let paymentId = null as string | null;
  const found = ({ id }: Payment) => ok((paymentId = id));
  const { wanted } = wish;
  const changed = await inQuickTransaction(
    actor,
    (tx) => change<never>(tx, { which: byName(tx, wish), wanted }, found),
    joined(wish),
  );
  return { paymentId, changed };
}

/** What a page showed of the money. */
export type SeenSettlement = {
  readonly settleStatus: number | null;
  readonly settleMinor: number;
  readonly settleDueDate: string | null;
};

const isAsSeen = (payment: Payment, seen: SeenSettlement) =>
  settleStatusOf(payment) === seen.settleStatus &&
  payment.settleMinor === seen.settleMinor &&
  payment.settleDueDate === seen.settleDueDate;

/** The same for a person, who must not decide by a page that is out of date. */
export const changeSeenSettlement = (
  actor: Actor,
  { seen, ...wish }: SettlementWish & { readonly seen: SeenSettlement },
) =>
  inQuickTransaction(actor, (tx) =>
    change(tx, byId(wish), (payment) => (isAsSeen(payment, seen) ? ok("as seen") : err("changed_meanwhile"))),
  );
