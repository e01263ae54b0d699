import { cardBrand, isTestCard } from "@/lib/kernel/card-number";
import { isCurrency, maxMinor, type Money } from "@/lib/kernel/money";
import { err, ok, type Result } from "@/lib/kernel/result";
import type { CaptureMode, PaymentMethod, PaymentSource } from "@/lib/features/payments/model";
import type { PushAddresses } from "@/lib/features/pushes/model";
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
  /** Where its pushes go instead of to the website's addresses (domain.md 2.6). */
  readonly pushAddresses?: PushAddresses;
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

export function decideNewPayment(wish: NewPayment): Result<"allowed", NewPaymentRefusal> {
  const { amount, method, card, validitySeconds, subscription } = wish;
  if (!isCurrency(amount.currency)) return err("unknown_currency");
  if (!isInRange(amount.minor)) return err("amount_out_of_range");
  if (validitySeconds != null && !isValidity(validitySeconds)) return err("validity_out_of_range");
  return subscription === undefined ? decideMeans({ method, card }) : ok("allowed");
}

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

export const customerColumns = (customer: NewPayment["customer"]) => ({
  customerEmail: customer?.email?.toLowerCase() ?? null,
  customerName: customer?.name ?? null,
  customerCountry: customer?.country ?? null,
});
export const settlementColumns = ({ settleStatus, settleDueDate }: NewPayment) => ({
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

export const planColumns = ({ subscription }: NewPayment) =>
  subscription === undefined
    ? {}
    : { subscriptionId: subscription.id, subscriptionNumber: subscription.number };

export const orderColumns = (input: NewPayment) => ({
  orderReference: input.orderReference ?? null,
  invoiceNumber: input.invoiceNumber ?? null,
  description: input.description ?? null,
  ...originColumns(input),
  pushUrl: input.pushAddresses?.pushUrl ?? null,
  pushUrlFailure: input.pushAddresses?.pushUrlFailure ?? null,
});
