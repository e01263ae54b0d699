import type { ZodOpenApiPathsObject } from "zod-openapi";
import { readOperation, writeOperation } from "@/app/api/v1/document-parts";
import { listingParameters } from "@/app/api/v1/listing-schema";
import { NewRefund, Refund, SettlementUpdate, Nothing } from "@/app/api/v1/refund-schemas";
import {
  Capture,
  NewCapture,
  NewPayment,
  NewRetry,
  NewShipment,
  Payment,
  PaymentPage,
  PlatformOrder,
  Shipment,
} from "@/app/api/v1/schemas";
import { paymentListing } from "@/lib/features/payments/listing";
import type { ProblemReason } from "@/lib/web/problem";

const tags = ["Payments"];
const idOf = "payment";
const newPayment = "/api/v1/payments/0195f2a4-7b1c-7d2e-9f30-4a5b6c7d8e9f";

const closed: readonly ProblemReason[] = [
  "not_authorised",
  "already_settled",
  "already_cancelled",
  "settling_now",
  "reservation_over",
  "has_chain",
  "not_allowed_now",
];
/** Where the reservation is renewed. */
const closedForNow: readonly ProblemReason[] = ["captured_today", "rest_waits", "too_soon", "night"];

const several = {
  get: {
    tags,
    ...readOperation({
      operationId: "listPayments",
      summary: "Find payments",
      description:
        "All payments of the merchant, with the filters and the search of the payments screen. A parameter that is not understood is refused.",
      query: listingParameters(paymentListing),
      answers: "One page",
      schema: PaymentPage,
      reasons: ["unknown_parameters"],
    }),
  },
  post: {
    tags,
    ...writeOperation({
      operationId: "createPayment",
      summary: "Create a payment for the website of the API key",
      body: NewPayment,
      answers: "The payment, as the gateway answered",
      schema: Payment,
      location: newPayment,
    }),
  },
};

const one = {
  get: {
    tags,
    ...readOperation({
      operationId: "getPayment",
      summary: "Read a payment with its refunds",
      idOf,
      answers: "The payment",
      schema: Payment,
      reasons: ["not_found"],
    }),
  },
};

const moves = {
  "/api/v1/payments/{id}/refunds": writeOperation({
    operationId: "createRefund",
    summary: "Refund a payment, whole or in part",
    description:
      "Above the merchant's limit the refund waits for a second person: `awaiting_approval`. A key speaks for the shop platform: where refunds belong into the platform, only people need a ground for one here.",
    idOf,
    body: NewRefund,
    answers: "The refund is recorded and goes to the gateway",
    schema: Refund,
    reasons: [
      "not_completed",
      "nothing_left",
      "balance_changed",
      "wrong_currency",
      "more_than_left",
      "too_late",
      "below_minimum",
    ],
  }),
  "/api/v1/payments/{id}/captures": writeOperation({
    operationId: "createCapture",
    summary: "Capture a payment that is held for it, whole or in part, once",
    idOf,
    body: NewCapture,
    answers: "What the gateway said",
    schema: Capture,
    reasons: [
      ...closed,
      ...closedForNow,
      "suspended",
      "settles_by_itself",
      "wrong_currency",
      "amount_above_authorised",
    ],
  }),
  "/api/v1/payments/{id}/cancellations": writeOperation({
    operationId: "createCancellation",
    summary: "Cancel an authorised payment for ever and give the money back to the card",
    idOf,
    body: Nothing,
    answers: "The cancelled payment",
    schema: Payment,
    reasons: closed,
  }),
  "/api/v1/payments/{id}/settlement-updates": writeOperation({
    operationId: "createSettlementUpdate",
    summary: "Hold, release or cancel an authorised payment, change its amount, due day or order reference",
    idOf,
    body: SettlementUpdate,
    answers: "The changed payment",
    schema: Payment,
    reasons: [...closed, "wrong_currency", "amount_above_authorised", "nothing_changed"],
  }),
  "/api/v1/payments/{id}/shipments": writeOperation({
    operationId: "createShipment",
    summary: "Say that a parcel has left, which captures what was held for it",
    idOf,
    body: NewShipment,
    answers: "What the parcel meant for the money",
    schema: Shipment,
  }),
  "/api/v1/payments/{id}/retries": writeOperation({
    operationId: "createRetry",
    summary: "Let the customer try again, with the same or another method",
    description:
      "A new payment, linked to the old one, which ends as `retried`. A payment that failed by our fault starts again as itself where the website has no retries.",
    idOf,
    body: NewRetry,
    answers: "The payment that goes on",
    schema: Payment,
    location: newPayment,
    reasons: [
      "already_paid",
      "already_retried",
      "still_authorised",
      "expired_for_good",
      "cancelled_for_good",
      "retry_off",
      "not_started_yet",
      "not_allowed_now",
    ],
  }),
  "/api/v1/payments/{id}/platform-order": writeOperation({
    operationId: "linkPlatformOrder",
    summary: "Say which order of the shop platform a payment belongs to",
    description: "From then on, refunds of a payment by link belong into the shop platform.",
    idOf,
    body: PlatformOrder,
    answers: "The linked payment",
    schema: Payment,
  }),
};

export const paymentPaths: ZodOpenApiPathsObject = {
  "/api/v1/payments": several,
  "/api/v1/payments/{id}": one,
  ...Object.fromEntries(
    Object.entries(moves).map(([address, operation]) => [address, { post: { tags, ...operation } }]),
  ),
};
