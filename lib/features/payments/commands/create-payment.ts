import { actorLabel, type Actor } from "@/lib/kernel/access";
import { cardBrand, isTestCard } from "@/lib/kernel/card-number";
import { isCurrency, maxMinor, toMajor, type Money } from "@/lib/kernel/money";
import { err, ok, type Result } from "@/lib/kernel/result";
import type { CaptureMode, PaymentMethod } from "@/lib/features/payments/model";
import { askLater, authorise } from "@/lib/features/payments/commands/authorise";
import { startOperation } from "@/lib/features/payments/commands/operations";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { inTransaction, type Tx } from "@/lib/platform/tx";
import { nextTransactionReference } from "@/lib/platform/transaction-reference";
import type { Card } from "@/lib/platform/gateway/port";

export type NewPayment = {
  readonly websiteId: string;
  /** The caller's name for this wish: the same intent makes one payment, however often it is sent. */
  readonly intentId: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly card: Card | null;
  readonly orderReference?: string | null;
  readonly description?: string | null;
  readonly customer?: {
    readonly email: string | null;
    readonly name: string | null;
    readonly country: string | null;
  };
  /** Null: as the website is set. */
  readonly captureMode: CaptureMode | null;
  /** Trust only: 0, 1 or 2 for an authorisation that waits for its settlement (TP 1.2.1). */
  readonly settleStatus?: 0 | 1 | 2;
  /** Local day `YYYY-MM-DD` on which a scheduled payment settles. */
  readonly settleDueDate?: string | null;
  readonly accountType?: string;
  /** Joins the operations with the caller's own record of the exchange. */
  readonly correlationId?: string;
};

export type NewPaymentRefusal =
  | "unknown_website"
  | "unknown_currency"
  | "amount_out_of_range"
  | "card_missing"
  | "card_not_allowed"
  | "intent_used";

const isInRange = (minor: number) => Number.isSafeInteger(minor) && minor >= 1 && minor <= maxMinor;

function decideNewPayment({ amount, method, card }: NewPayment): Result<"allowed", NewPaymentRefusal> {
  if (!isCurrency(amount.currency)) return err("unknown_currency");
  if (!isInRange(amount.minor)) return err("amount_out_of_range");
  if (method === "card" && card === null) return err("card_missing");
  if (card !== null && !isTestCard(card.number)) return err("card_not_allowed");
  return ok("allowed");
}

type Stored = { readonly paymentId: string; readonly operationId: string | null };

function cardColumns(card: Card | null) {
  if (card === null) return {};
  const digits = card.number.replace(/\D/g, "");
  return {
    cardBrand: cardBrand(digits),
    cardFirstSix: digits.slice(0, 6),
    cardLastFour: digits.slice(-4),
    cardExpiry: card.expiry.replace(/\/(\d{2})$/, "/20$1"),
  };
}

const customerColumns = (customer: NewPayment["customer"]) => ({
  customerEmail: customer?.email?.toLowerCase() ?? null,
  customerName: customer?.name ?? null,
  customerCountry: customer?.country ?? null,
});

const settlementColumns = ({ settleStatus, settleDueDate }: NewPayment) => ({
  settleStatus: settleStatus ?? null,
  settleDueDate: settleDueDate == null ? null : new Date(`${settleDueDate}T00:00:00Z`),
});

async function insertPayment(tx: Tx, input: NewPayment, website: { number: number; captureMode: string }) {
  const id = newId();
  await tx.db.payment.create({
    data: {
      merchantId: tx.scope,
      id,
      websiteId: input.websiteId,
      transactionReference: await nextTransactionReference(tx, website.number),
      intentId: input.intentId,
      orderReference: input.orderReference ?? null,
      description: input.description ?? null,
      ...customerColumns(input.customer),
      method: input.method,
      ...cardColumns(input.card),
      accountType: input.accountType ?? "ECOM",
      currency: input.amount.currency,
      amountMinor: input.amount.minor,
      amountMajor: toMajor(input.amount),
      status: "started",
      ...settlementColumns(input),
      captureMode: input.captureMode ?? website.captureMode,
      createdAt: tx.now,
      statusAt: tx.now,
    },
    select: { id: true },
  });
  return id;
}

const isSameWish = (
  known: { websiteId: string; amountMinor: bigint; currency: string; method: string },
  wish: NewPayment,
) =>
  known.websiteId === wish.websiteId &&
  Number(known.amountMinor) === wish.amount.minor &&
  known.currency === wish.amount.currency &&
  known.method === wish.method;

async function store(tx: Tx, input: NewPayment): Promise<Result<Stored, NewPaymentRefusal>> {
  const known = await tx.db.payment.findUnique({
    where: { merchantId_intentId: { merchantId: tx.scope, intentId: input.intentId } },
    select: { id: true, websiteId: true, amountMinor: true, currency: true, method: true },
  });
  if (known)
    return isSameWish(known, input) ? ok({ paymentId: known.id, operationId: null }) : err("intent_used");
  const website = await tx.db.website.findUnique({
    where: { merchantId_id: { merchantId: tx.scope, id: input.websiteId } },
    select: { number: true, captureMode: true },
  });
  if (!website) return err("unknown_website");

  const paymentId = await insertPayment(tx, input, website);
  await tx.db.paymentHistory.create({
    data: {
      merchantId: tx.scope,
      id: newId(),
      paymentId,
      event: "start",
      toStatus: "started",
      actor: actorLabel(tx.actor),
      correlationId: tx.correlationId,
      at: tx.now,
    },
    select: { id: true },
  });
  await tx.audit("payment.created", ["payment", paymentId], { ...input.amount, method: input.method });
  await tx.announce("payments", paymentId);
  const operationId = await startOperation(tx, { paymentId, kind: "authorise", amount: input.amount });
  await askLater(tx, paymentId, new Date(tx.now.getTime() + env().gatewayTimeoutMs + 5_000));
  return ok({ paymentId, operationId });
}

const isUniqueViolation = (problem: unknown) => (problem as { code?: string }).code === "P2002";

/**
 * Stores the payment, then asks the gateway inline and answers when it is known how that ended, or
 * when the gateway was silent past its deadline: then the payment stays `started` and the worker goes
 * on asking. The same intent finds the first payment.
 */
export async function createPayment(
  actor: Actor,
  input: NewPayment,
): Promise<Result<{ readonly paymentId: string }, NewPaymentRefusal>> {
  const decision = decideNewPayment(input);
  if (!decision.ok) return decision;
  const correlationId = input.correlationId ?? newId();
  const attempt = () => inTransaction(actor, (tx) => store(tx, input), { correlationId });
  const stored = await attempt().catch((problem: unknown) => {
    if (isUniqueViolation(problem)) return attempt();
    throw problem;
  });
  if (!stored.ok) return stored;
  const { paymentId, operationId } = stored.value;
  if (operationId !== null)
    await authorise(actor, { paymentId, operationId, card: input.card, correlationId });
  return ok({ paymentId });
}
