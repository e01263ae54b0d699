import type { ZodOpenApiPathsObject } from "zod-openapi";
import { readOperation, writeOperation } from "@/app/api/v1/document-parts";
import { Decision, Nothing, Refund, SettlementUpdate } from "@/app/api/v1/refund-schemas";

const tags = ["Refunds"];
const idOf = "refund";

export const refundPaths: ZodOpenApiPathsObject = {
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
