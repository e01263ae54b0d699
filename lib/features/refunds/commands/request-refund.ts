import { z } from "zod";
import { actorLabel, type Actor } from "@/lib/kernel/access";
import { looksLikeCardNumber } from "@/lib/kernel/card-number";
import { fromMajor, type Money } from "@/lib/kernel/money";
import { err, ok, type Result } from "@/lib/kernel/result";
import { writeRefundHistory } from "@/lib/features/refunds/commands/apply-event";
import { decideRefund, type RefundRefusal, type RefundStatus } from "@/lib/features/refunds/model";
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

async function insertRefund(tx: Tx, wish: RefundWish, websiteNumber: number): Promise<RequestedRefund> {
  const refundId = newId();
  await tx.db.refund.create({
    data: {
      merchantId: tx.scope,
      id: refundId,
      paymentId: wish.paymentId,
      transactionReference: await nextTransactionReference(tx, websiteNumber),
      intentId: wish.intentId,
      currency: wish.amount.currency,
      amountMinor: wish.amount.minor,
      reason: wish.reason ?? null,
      status: "requested",
      actor: actorLabel(tx.actor),
      correlationId: tx.correlationId,
      createdAt: tx.now,
      statusAt: tx.now,
    },
    select: { id: true },
  });
  return {
    refundId,
    status: "requested",
    amount: wish.amount,
    createdAt: tx.now,
    repeated: false,
    actor: actorLabel(tx.actor),
  };
}

/** Records the wish to refund and reserves the money. The worker tells the gateway after commit. */
export const requestRefund = (actor: Actor, wish: RefundWish) =>
  inTransaction(
    actor,
    async (tx): Promise<Result<RequestedRefund, RefundRefusal | "not_found" | "intent_used">> => {
      if (!(await lockRow(tx, "payment", wish.paymentId))) return err("not_found");
      const before = await known(tx, wish.intentId);
      if (before) return repeatOf(before, wish);

      const where = { merchantId_id: { merchantId: tx.scope, id: wish.paymentId } };
      const payment = await tx.db.payment.findUniqueOrThrow({
        where,
        select: {
          status: true,
          currency: true,
          capturedMinor: true,
          refundedMinor: true,
          reservedMinor: true,
          website: { select: { number: true } },
        },
      });
      const refundable = {
        status: payment.status,
        currency: payment.currency,
        capturedMinor: Number(payment.capturedMinor),
        refundedMinor: Number(payment.refundedMinor),
        reservedMinor: Number(payment.reservedMinor),
      };
      const decision = decideRefund(refundable, wish.amount, wish.seenLeft);
      if (!decision.ok) return decision;

      const refund = await insertRefund(tx, wish, payment.website.number);
      await tx.db.payment.update({
        where,
        data: { reservedMinor: { increment: wish.amount.minor } },
        select: { id: true },
      });
      const step = { event: "request", from: null, to: "requested", reason: wish.reason ?? null } as const;
      await writeRefundHistory(tx, { id: refund.refundId, paymentId: wish.paymentId }, step);
      await tx.audit("payment.refund_requested", ["payment", wish.paymentId], {
        refundId: refund.refundId,
        ...wish.amount,
      });
      await tx.emit("refund.requested", { refundId: refund.refundId });
      return ok(refund);
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
  })
  .transform(({ amount, currency, reason, ...wish }, context) => {
    const money = fromMajor(amount.replace(",", "."), currency);
    const refusal = money.ok ? (money.value.minor > 0 ? null : "not_a_number") : money.error;
    if (!money.ok || refusal !== null) {
      context.addIssue({ code: "custom", path: ["amount"], message: refusal ?? "not_a_number" });
      return z.NEVER;
    }
    return { ...wish, amount: money.value, reason: reason === "" ? null : reason };
  });
