import type { Money } from "@/lib/kernel/money";
import type { ExchangeRecord } from "@/lib/platform/http";

/** What the gateway said. `unknown` means: ask with `inquire` before anything is repeated (U6). */
export type GatewayAnswer =
  | {
      readonly outcome: "approved";
      readonly reference: string;
      readonly authCode: string | null;
      readonly code: string;
    }
  | { readonly outcome: "declined"; readonly reference: string | null; readonly code: string }
  /** The customer or a bank still has to act; inquire later. */
  | { readonly outcome: "pending"; readonly reference: string }
  /** A fault before booking: surely nothing was booked. */
  | { readonly outcome: "failed"; readonly code: string }
  | { readonly outcome: "unknown"; readonly code: "timeout" | "unreachable" | "server_error" | "bad_answer" };

export type InquiryAnswer = GatewayAnswer | { readonly outcome: "not_found" };

export type GatewayReply<A = GatewayAnswer> = { readonly answer: A; readonly exchange: ExchangeRecord };

/** Lives only in memory between the endpoint and the gateway. Never stored, never logged. */
export type Card = { readonly number: string; readonly expiry: string; readonly securityCode: string | null };

export type SettlementItem = {
  readonly operationId: string;
  readonly kind: "capture" | "refund" | "held_refund";
  /** Of the authorisation; of the held refund for that kind. */
  readonly reference: string;
  readonly amount: Money;
};

/** One answer for every item that was sent. Where the gateway gave none it is `unknown`: ask with `inquire`. */
export type GatewayBatchReply = {
  readonly answers: ReadonlyMap<string, GatewayAnswer>;
  readonly exchange: ExchangeRecord;
};

/** Every call carries our operation id as the idempotency key: a repeat is answered, not booked again. */
export type GatewayPort = {
  /** True: no money moves (CT-15). */
  readonly isSimulation: boolean;
  authorise(request: {
    readonly operationId: string;
    readonly siteReference: string;
    readonly amount: Money;
    readonly method: string;
    readonly card: Card | null;
    /** The customer's own first authorisation, for a payment without the customer (subscriptions); null otherwise. */
    readonly initialReference: string | null;
    /** True: the initial one is of the same sale, which goes on with a new reservation (CT-1). */
    readonly isRenewal?: boolean;
    /** Longer reservation, 31 days instead of 7. */
    readonly preAuthorisation: boolean;
  }): Promise<GatewayReply>;
  capture(request: {
    readonly operationId: string;
    readonly authorisationReference: string;
    readonly amount: Money;
    /** True: the rest of the reservation is released (FP-8). */
    readonly isFinal: boolean;
  }): Promise<GatewayReply>;
  /** What the merchant's balance cannot pay is declined with the code `balance` and may be tried again. */
  refund(request: {
    readonly operationId: string;
    readonly authorisationReference: string;
    readonly amount: Money;
    /** True: the issuer agrees now, the money moves when it is settled (TP-21, TP-22). */
    readonly isHeld: boolean;
  }): Promise<GatewayReply>;
  reverse(request: {
    readonly operationId: string;
    /** Of the authorisation, of a capture on its day (CT-17), or of a held refund; null when we never learned it. */
    readonly reference: string | null;
    /** The operation that is taken back, for when there is no reference: whatever was booked under it is undone, and what arrives under it later is not booked. */
    readonly originalOperationId: string | null;
    /** True: what was captured stays, only the rest of the reservation is released. */
    readonly restOnly?: boolean;
  }): Promise<GatewayReply>;
  /** Up to 500 items. */
  settle(request: { readonly items: readonly SettlementItem[] }): Promise<GatewayBatchReply>;
  inquire(request: { readonly operationId: string }): Promise<GatewayReply<InquiryAnswer>>;
};
