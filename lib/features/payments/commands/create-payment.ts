import type { Actor } from "@/lib/kernel/access";
import { cardBrand, isTestCard } from "@/lib/kernel/card-number";
import { isCurrency, maxMinor, toMajor, type Money } from "@/lib/kernel/money";
import { err, ok, type Result } from "@/lib/kernel/result";
import { writePaymentHistory } from "@/lib/features/payments/commands/apply-event";
import type { CaptureMode, PaymentMethod, PaymentSource } from "@/lib/features/payments/model";
import { askLater, authorise } from "@/lib/features/payments/commands/authorise";
import { startOperation } from "@/lib/features/payments/commands/operations";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { inTransaction, type Tx } from "@/lib/platform/tx";
import { nextTransactionReference } from "@/lib/platform/transaction-reference";
import type { Card } from "@/lib/platform/gateway/port";

export type CardFacts = {
  readonly cardBrand: string | null;
  readonly cardFirstSix: string | null;
  readonly cardLastFour: string | null;
  readonly cardExpiry: string | null;
};

export type NewPayment = {
  readonly websiteId: string;
  /** The caller's name for this wish: the same intent makes one payment, however often it is sent. */
  readonly intentId: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly card: Card | null;
  readonly orderReference?: string | null;
  readonly invoiceNumber?: string | null;
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
  /** Holds for 31 days instead of 7 (TP-14). */
  readonly preAuthorisation?: boolean;
  /** How long the customer may take, 60 to 864,000 seconds; left out: as the website is set (PN-3). */
  readonly validitySeconds?: number | null;
  readonly source?: PaymentSource;
  /** Null: not known. Without shipping, a payment that would be captured by hand is captured at once (FP-11). */
  readonly requiresShipping?: boolean | null;
  readonly platformOrder?: { readonly id: string; readonly url: string | null } | null;
  /** A payment without the customer, on the card of the plan's first one (TP-18). */
  readonly subscription?: {
    readonly id: string;
    readonly number: number;
    readonly initialReference: string;
    readonly card: CardFacts;
  };
  /** The payment that the customer gave up for this one (PN-10). */
  readonly predecessorId?: string;
  readonly accountType?: string;
  /** Joins the operations with the caller's own record of the exchange. */
  readonly correlationId?: string;
};

export type NewPaymentRefusal =
  | "unknown_website"
  | "unknown_currency"
  | "amount_out_of_range"
  | "validity_out_of_range"
  | "card_missing"
  | "card_not_allowed"
  | "intent_used";

const isInRange = (minor: number) => Number.isSafeInteger(minor) && minor >= 1 && minor <= maxMinor;

/** Only published test card numbers are ever taken. */
export function decideMeans({
  method,
  card,
}: Pick<NewPayment, "method" | "card">): Result<"allowed", "card_missing" | "card_not_allowed"> {
  if (method === "card" && card === null) return err("card_missing");
  return card !== null && !isTestCard(card.number) ? err("card_not_allowed") : ok("allowed");
}

const isValidity = (seconds: number) => Number.isSafeInteger(seconds) && seconds >= 60 && seconds <= 864_000;

function decideNewPayment(wish: NewPayment): Result<"allowed", NewPaymentRefusal> {
  const { amount, method, card, validitySeconds, subscription } = wish;
  if (!isCurrency(amount.currency)) return err("unknown_currency");
  if (!isInRange(amount.minor)) return err("amount_out_of_range");
  if (validitySeconds != null && !isValidity(validitySeconds)) return err("validity_out_of_range");
  return subscription === undefined ? decideMeans({ method, card }) : ok("allowed");
}

type Stored = { readonly paymentId: string; readonly operationId: string | null };

const noCard: CardFacts = { cardBrand: null, cardFirstSix: null, cardLastFour: null, cardExpiry: null };

export function cardColumns({ card, subscription }: Pick<NewPayment, "card" | "subscription">): CardFacts {
  if (card === null) return subscription?.card ?? noCard;
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
  settleWish: settleStatus ?? null,
  settleDueDate: settleDueDate == null ? null : new Date(`${settleDueDate}T00:00:00Z`),
});

const originColumns = ({ source, requiresShipping, platformOrder, predecessorId }: NewPayment) => ({
  source: source ?? "webshop",
  requiresShipping: requiresShipping ?? null,
  platformOrderId: platformOrder?.id ?? null,
  platformOrderUrl: platformOrder?.url ?? null,
  predecessorId: predecessorId ?? null,
});

const planColumns = ({ subscription }: NewPayment) =>
  subscription === undefined
    ? {}
    : { subscriptionId: subscription.id, subscriptionNumber: subscription.number };

const orderColumns = (input: NewPayment) => ({
  orderReference: input.orderReference ?? null,
  invoiceNumber: input.invoiceNumber ?? null,
  description: input.description ?? null,
  ...originColumns(input),
});

type Site = { readonly number: number; readonly captureMode: string; readonly validitySeconds: number };

async function insertPayment(tx: Tx, input: NewPayment, website: Site) {
  const id = newId();
  const validitySeconds = input.validitySeconds ?? website.validitySeconds;
  await tx.db.payment.create({
    data: {
      merchantId: tx.scope,
      id,
      websiteId: input.websiteId,
      transactionReference: await nextTransactionReference(tx, website.number),
      intentId: input.intentId,
      ...orderColumns(input),
      ...planColumns(input),
      ...customerColumns(input.customer),
      method: input.method,
      ...cardColumns(input),
      accountType: input.accountType ?? "ECOM",
      currency: input.amount.currency,
      amountMinor: input.amount.minor,
      amountMajor: toMajor(input.amount),
      settleMinor: input.amount.minor,
      status: "started",
      ...settlementColumns(input),
      captureMode: input.captureMode ?? website.captureMode,
      preAuthorisation: input.preAuthorisation ?? false,
      expiresAt: new Date(tx.now.getTime() + validitySeconds * 1000),
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

/** What must hold and happen in the same transaction, once, before the payment exists. */
type Prepare<E extends string> = (tx: Tx) => Promise<Result<unknown, E>>;

async function store<E extends string>(
  tx: Tx,
  input: NewPayment,
  prepare: Prepare<E>,
): Promise<Result<Stored, NewPaymentRefusal | E>> {
  const known = await tx.db.payment.findUnique({
    where: { merchantId_intentId: { merchantId: tx.scope, intentId: input.intentId } },
    select: { id: true, websiteId: true, amountMinor: true, currency: true, method: true },
  });
  if (known)
    return isSameWish(known, input) ? ok({ paymentId: known.id, operationId: null }) : err("intent_used");
  const prepared = await prepare(tx);
  if (!prepared.ok) return prepared;
  const website = await tx.db.website.findUnique({
    where: { merchantId_id: { merchantId: tx.scope, id: input.websiteId } },
    select: { number: true, captureMode: true, validitySeconds: true },
  });
  if (!website) return err("unknown_website");

  const paymentId = await insertPayment(tx, input, website);
  const begun = { event: "start", from: null, to: "started", settle: [null, null] } as const;
  const historyId = await writePaymentHistory(tx, paymentId, begun);
  // The shop knows what it began itself, but not what a customer began in its stead.
  if (input.predecessorId !== undefined) await tx.emit("payment.status_changed", { paymentId, historyId });
  await tx.audit("payment.created", ["payment", paymentId], { ...input.amount, method: input.method });
  const operationId = await startOperation(tx, { paymentId, kind: "authorise", amount: input.amount });
  await askLater(tx, paymentId, new Date(tx.now.getTime() + env().gatewayTimeoutMs + 5_000));
  return ok({ paymentId, operationId });
}

const isUniqueViolation = (problem: unknown) => (problem as { code?: string }).code === "P2002";

/** Stores a payment after `prepare`, then asks the gateway as `createPayment` does. */
export async function createPaymentAfter<E extends string>(
  actor: Actor,
  input: NewPayment,
  prepare: Prepare<E>,
): Promise<Result<{ readonly paymentId: string }, NewPaymentRefusal | E>> {
  const decision = decideNewPayment(input);
  if (!decision.ok) return decision;
  const correlationId = input.correlationId ?? newId();
  const attempt = () => inTransaction(actor, (tx) => store(tx, input, prepare), { correlationId });
  const stored = await attempt().catch((problem: unknown) => {
    if (isUniqueViolation(problem)) return attempt();
    throw problem;
  });
  if (!stored.ok) return stored;
  const { paymentId, operationId } = stored.value;
  if (operationId !== null)
    await authorise(actor, {
      ...{ paymentId, operationId, correlationId },
      card: input.card,
      initialReference: input.subscription?.initialReference ?? null,
    });
  return ok({ paymentId });
}

/**
 * Stores the payment, then asks the gateway inline and answers when it is known how that ended, or
 * when the gateway was silent past its deadline: then the payment stays `started` and the worker goes
 * on asking. The same intent finds the first payment.
 */
export const createPayment = (actor: Actor, input: NewPayment) =>
  createPaymentAfter<never>(actor, input, () => Promise.resolve(ok("nothing")));
