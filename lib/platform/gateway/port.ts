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

/** Every call carries our operation id as the idempotency key: a repeat is answered, not booked again. */
export type GatewayPort = {
  authorise(request: {
    readonly operationId: string;
    readonly siteReference: string;
    readonly amount: Money;
    readonly method: string;
    readonly card: Card | null;
  }): Promise<GatewayReply>;
  capture(request: {
    readonly operationId: string;
    readonly authorisationReference: string;
    readonly amount: Money;
  }): Promise<GatewayReply>;
  refund(request: {
    readonly operationId: string;
    readonly authorisationReference: string;
    readonly amount: Money;
  }): Promise<GatewayReply>;
  reverse(request: {
    readonly operationId: string;
    readonly authorisationReference: string;
  }): Promise<GatewayReply>;
  inquire(request: { readonly operationId: string }): Promise<GatewayReply<InquiryAnswer>>;
};
