import { ok, type Result } from "@/lib/kernel/result";
import type { Money } from "@/lib/kernel/money";
import {
  decideBasis,
  decideRefund,
  decideRefundLimits,
  leftToRefund,
  needsApproval,
  type BasisRefusal,
  type RefundBasis,
  type RefundRefusal,
} from "@/lib/features/refunds/model";
import type { Tx } from "@/lib/platform/tx";

export type Wish = {
  readonly paymentId: string;
  readonly amount: Money;
  readonly seenLeft: number | null;
  readonly reason?: string | null;
  readonly wantsOverride?: boolean;
};

export type WishRefusal = RefundRefusal | BasisRefusal | "too_late" | "below_minimum";

const columns = {
  status: true,
  method: true,
  cardBrand: true,
  currency: true,
  captureMode: true,
  capturedMinor: true,
  refundedMinor: true,
  reservedMinor: true,
  completedAt: true,
  source: true,
  platformOrderId: true,
  platformRefundState: true,
  website: { select: { number: true, refundsInPlatform: true, refundWindowMonths: true } },
} as const;

const read = (tx: Tx, id: string) =>
  tx.db.payment.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    select: columns,
  });
type RefundedPayment = Awaited<ReturnType<typeof read>>;

const refundableOf = (payment: RefundedPayment) => ({
  status: payment.status,
  currency: payment.currency,
  capturedMinor: Number(payment.capturedMinor),
  refundedMinor: Number(payment.refundedMinor),
  reservedMinor: Number(payment.reservedMinor),
});

function decide(tx: Tx, payment: RefundedPayment, wish: Wish): Result<RefundBasis | null, WishRefusal> {
  const amount = decideRefund(refundableOf(payment), wish.amount, wish.seenLeft);
  if (!amount.ok) return amount;
  const { method, currency, completedAt, website } = payment;
  const limits = { method, currency, completedAt, windowMonths: website.refundWindowMonths };
  const allowed = decideRefundLimits(limits, wish.amount.minor, tx.now);
  if (!allowed.ok) return allowed;
  return decideBasis(
    { ...payment, refundsInPlatform: website.refundsInPlatform },
    {
      isPerson: tx.actor.kind === "user",
      wantsOverride: wish.wantsOverride === true,
      mayOverride: tx.actor.may.has("refunds:override"),
      reason: wish.reason ?? null,
    },
  );
}

async function isAboveLimit(tx: Tx, payment: RefundedPayment, amount: Money): Promise<boolean> {
  const limit = await tx.db.refundLimit.findUnique({
    where: { merchantId_currency: { merchantId: tx.scope, currency: amount.currency } },
    select: { limitMinor: true },
  });
  const refundable = refundableOf(payment);
  const before = refundable.capturedMinor - leftToRefund(refundable);
  return needsApproval(limit === null ? null : Number(limit.limitMinor), { before, wanted: amount.minor });
}

/** Every rule that a wish to refund has to pass, under the payment's lock. */
export async function decideRefundWish(tx: Tx, wish: Wish) {
  const payment = await read(tx, wish.paymentId);
  const basis = decide(tx, payment, wish);
  if (!basis.ok) return basis;
  const isAbove = await isAboveLimit(tx, payment, wish.amount);
  return ok({ payment, basis: basis.value, isAboveLimit: isAbove });
}
