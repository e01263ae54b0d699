import type { ZodOpenApiPathsObject } from "zod-openapi";
import { readOperation, writeOperation } from "@/app/api/v1/document-parts";
import { listingParameters } from "@/app/api/v1/listing-schema";
import { Decision, Nothing, Refund, RefundPage, SettlementUpdate } from "@/app/api/v1/refund-schemas";
import { refundListing } from "@/lib/features/refunds/listing";

const tags = ["Refunds"];
const idOf = "refund";

export const refundPaths: ZodOpenApiPathsObject = {
  "/api/v1/refunds": {
    get: {
      tags,
      ...readOperation({
        operationId: "listRefunds",
        summary: "Find refunds",
        query: listingParameters(refundListing),
        answers: "One page",
        schema: RefundPage,
        reasons: ["unknown_parameters"],
      }),
    },
  },
  "/api/v1/refunds/{id}": {
    get: {
      tags,
      ...readOperation({
        operationId: "getRefund",
        summary: "Read a refund",
        idOf,
        answers: "The refund",
        schema: Refund,
        reasons: ["not_found"],
      }),
    },
  },
  "/api/v1/refunds/{id}/settlement-updates": {
    post: {
      tags,
      ...writeOperation({
        operationId: "createRefundSettlementUpdate",
        summary:
          "Hold, release or cancel a refund that has not settled, change its amount, due day or order reference",
        idOf,
        body: SettlementUpdate,
        answers: "The changed refund",
        schema: Refund,
        reasons: [
          "not_authorised",
          "already_settled",
          "already_cancelled",
          "settling_now",
          "not_allowed_now",
          "wrong_currency",
          "amount_above_authorised",
          "nothing_changed",
        ],
      }),
    },
  },
  "/api/v1/refunds/{id}/cancellations": {
    post: {
      tags,
      ...writeOperation({
        operationId: "createRefundCancellation",
        summary: "Cancel a refund that the gateway has not paid",
        idOf,
        body: Nothing,
        answers: "The cancelled refund",
        schema: Refund,
        reasons: ["under_way", "ended_before", "not_allowed_now"],
      }),
    },
  },
  "/api/v1/approvals": {
    get: {
      tags,
      ...readOperation({
        operationId: "listApprovals",
        summary: "Find refunds that wait for a second person",
        // What waits for a second person has one status only.
        query: listingParameters(refundListing).omit({ status: true }),
        answers: "One page",
        schema: RefundPage,
        reasons: ["unknown_parameters"],
      }),
    },
  },
  "/api/v1/approvals/{id}": {
    post: {
      tags,
      ...writeOperation({
        operationId: "decideOnRefund",
        summary: "Approve or reject a refund that waits for a second person",
        description: "The key needs the right `refunds:approve`, and may not be the one that asked.",
        idOf,
        body: Decision,
        answers: "The refund after the decision",
        schema: Refund,
        reasons: ["not_waiting", "own_refund", "reason_missing", "not_allowed_now"],
      }),
    },
  },
};
