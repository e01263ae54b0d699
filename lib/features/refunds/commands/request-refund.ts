import { z } from "zod";
import { actorLabel, identityOf, type Actor } from "@/lib/kernel/access";
import { looksLikeCardNumber } from "@/lib/kernel/card-number";
import { fromMajor, type Money } from "@/lib/kernel/money";
import { err, ok, type Result } from "@/lib/kernel/result";
import { localDayOf } from "@/lib/kernel/zoned-day";
import { writeRefundHistory } from "@/lib/features/refunds/commands/apply-event";
import { decideRefundWish, type WishRefusal } from "@/lib/features/refunds/commands/decide-refund-wish";
import { sendOrAccept } from "@/lib/features/refunds/commands/send-or-accept";
import { leaseMs } from "@/lib/features/refunds/commands/send-refund";
import { settlesLater, type RefundStatus } from "@/lib/features/refunds/model";
import { newId } from "@/lib/platform/ids";
import { lockRow } from "@/lib/platform/lock";
import { nextTransactionReference } from "@/lib/platform/transaction-reference";
import { inTransaction, type Tx } from "@/lib/platform/tx";

export type RefundWish = {
  readonly paymentId: string;
  readonly amount: Money;
  /** Made by the caller before the call; kept for ever. The same intent is paid once. */
  readonly intentId: string;
  /** The balance that the caller saw, in minor units, or null where the caller saw none. */
  readonly seenLeft: number | null;
  readonly reason?: string | null;
  /** FP-6: against the rule that refunds of this website belong into its shop platform. */
  readonly wantsOverride?: boolean;
  /** TP-21: only for what settles later. */
  readonly settleStatus?: 0 | 1 | 2;
  readonly orderReference?: string | null;
  /** The caller calls `sendRefundNow` after this, so the worker waits before it does. */
  readonly sendsItself?: boolean;
  /** Joins the refund with the caller's own record of the exchange. */
  readonly correlationId?: string;
};

export type RequestedRefund = {
  readonly refundId: string;
  readonly status: RefundStatus;
  readonly amount: Money;
  readonly createdAt: Date;
  /** True when this intent had been asked before: nothing new happened. */
  readonly repeated: boolean;
  readonly actor: string;
};

export type RequestRefusal = WishRefusal | "not_found" | "intent_used";
type Allowed = Extract<Awaited<ReturnType<typeof decideRefundWish>>, { readonly ok: true }>["value"];

const known = (tx: Tx, intentId: string) =>
  tx.db.refund.findUnique({
    where: { merchantId_intentId: { merchantId: tx.scope, intentId } },
    select: {
      id: true,
      paymentId: true,
      amountMinor: true,
      currency: true,
      status: true,
      createdAt: true,
      actor: true,
    },
  });

function repeatOf(
  refund: NonNullable<Awaited<ReturnType<typeof known>>>,
  wish: RefundWish,
): Result<RequestedRefund, "intent_used"> {
  const amount = { minor: Number(refund.amountMinor), currency: refund.currency };
  const same =
    refund.paymentId === wish.paymentId &&
    amount.minor === wish.amount.minor &&
    amount.currency === wish.amount.currency;
  if (!same) return err("intent_used");
  const { id: refundId, createdAt, actor } = refund;
  return ok({ refundId, status: refund.status as RefundStatus, amount, createdAt, repeated: true, actor });
}

/** FP-5: the shop platform's own refund is the one that comes with its key. */
const isPlatforms = (tx: Tx, { payment }: Allowed) =>
  tx.actor.kind === "api" && payment.website.refundsInPlatform;

async function reserve(tx: Tx, wish: RefundWish, allowed: Allowed) {
  await tx.db.payment.update({
    where: { merchantId_id: { merchantId: tx.scope, id: wish.paymentId } },
    data: {
      reservedMinor: { increment: wish.amount.minor },
      ...(isPlatforms(tx, allowed) ? { platformRefundState: "requested" } : {}),
      ...(allowed.basis === "override" ? { outOfSync: true } : {}),
    },
    select: { id: true },
  });
}

/**
 * TP-21: what settles later has a settle status and a due day, today in London where dates of this kind belong. What
 * is to be held waits, however its payment was captured.
 */
const settlementOf = (tx: Tx, wish: RefundWish, { payment }: Allowed) =>
  settlesLater(payment.captureMode) || wish.settleStatus === 2
    ? {
        settleStatus: wish.settleStatus ?? 0,
        settleDueDate: new Date(`${localDayOf(tx.now, "Europe/London")}T00:00:00Z`),
      }
    : { settleStatus: null, settleDueDate: null };

async function insertRefund(tx: Tx, wish: RefundWish, allowed: Allowed) {
  const status: RefundStatus = allowed.isAboveLimit ? "awaiting_approval" : "requested";
  const refund = {
    id: newId(),
    paymentId: wish.paymentId,
    status,
    ...settlementOf(tx, wish, allowed),
  };
  await tx.db.refund.create({
    data: {
      ...refund,
      merchantId: tx.scope,
      transactionReference: await nextTransactionReference(tx, allowed.payment.website.number),
      intentId: wish.intentId,
      currency: wish.amount.currency,
      amountMinor: wish.amount.minor,
      settleMinor: wish.amount.minor,
      orderReference: wish.orderReference ?? null,
      reason: wish.reason ?? null,
      basis: allowed.basis,
      actor: actorLabel(tx.actor),
      askedBy: identityOf(tx.actor),
      needsApproval: allowed.isAboveLimit,
      correlationId: tx.correlationId,
      createdAt: tx.now,
      statusAt: tx.now,
    },
    select: { id: true },
  });
  const step = { event: "request", from: null, to: status, settle: [null, refund.settleStatus] } as const;
  await writeRefundHistory(tx, refund, { ...step, reason: wish.reason ?? null });
  return { ...refund, payment: allowed.payment };
}

async function writeWish(tx: Tx, wish: RefundWish, allowed: Allowed) {
  const refund = await insertRefund(tx, wish, allowed);
  await reserve(tx, wish, allowed);
  await tx.audit("payment.refund_requested", ["payment", wish.paymentId], {
    refundId: refund.id,
    ...wish.amount,
    needsApproval: allowed.isAboveLimit,
    ...(allowed.basis === null ? {} : { basis: allowed.basis, reason: wish.reason ?? null }),
  });
  if (allowed.isAboveLimit) return ok({ refundId: refund.id, status: refund.status });
  // The caller sends it right away: the job is there for the case that the caller dies.
  const later = wish.sendsItself === true ? { runAt: new Date(tx.now.getTime() + leaseMs) } : {};
  const sent = await sendOrAccept(tx, refund, later);
  return sent.ok ? ok({ refundId: refund.id, status: sent.value }) : sent;
}

/**
 * Records the wish to refund and reserves the money, whether a second person has to agree or not.
 * The worker tells the gateway after commit.
 */
export const requestRefund = (actor: Actor, wish: RefundWish) =>
  inTransaction(
    actor,
    async (tx): Promise<Result<RequestedRefund, RequestRefusal>> => {
      if (!(await lockRow(tx, "payment", wish.paymentId))) return err("not_found");
      const before = await known(tx, wish.intentId);
      if (before) return repeatOf(before, wish);
      const allowed = await decideRefundWish(tx, wish);
      if (!allowed.ok) return allowed;
      const written = await writeWish(tx, wish, allowed.value);
      if (!written.ok) throw new Error("a new refund could not be sent");
      const { amount } = wish;
      return ok({
        ...written.value,
        amount,
        createdAt: tx.now,
        repeated: false,
        actor: actorLabel(tx.actor),
      });
    },
    { correlationId: wish.correlationId ?? newId() },
  );

/** What the refund form sends: the amount as typed, the balance it showed, and an intent made when it was drawn. */
export const RefundInput = z
  .object({
    paymentId: z.uuid(),
    amount: z.string().max(20),
    currency: z.string().length(3),
    seenLeft: z.coerce.number().int(),
    intentId: z.uuid(),
    reason: z
      .string()
      .trim()
      .max(200)
      .refine((text) => !looksLikeCardNumber(text), { error: "card_number" }),
    /** A ticked box (FP-6). */
    wantsOverride: z.literal("on").optional(),
  })
  .transform(({ amount, currency, reason, wantsOverride, ...wish }, context) => {
    const money = fromMajor(amount.replace(",", "."), currency);
    const refusal = money.ok ? (money.value.minor > 0 ? null : "not_a_number") : money.error;
    if (!money.ok || refusal !== null) {
      context.addIssue({ code: "custom", path: ["amount"], message: refusal ?? "not_a_number" });
      return z.NEVER;
    }
    return {
      ...wish,
      amount: money.value,
      reason: reason === "" ? null : reason,
      wantsOverride: wantsOverride === "on",
    };
  });
