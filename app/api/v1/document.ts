import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from "zod-openapi";
import {
  NewPayment,
  NewRefund,
  Payment,
  PaymentFilters,
  PaymentPage,
  Problem,
  Refund,
} from "@/app/api/v1/schemas";
import { problems, problemType, type ProblemReason } from "@/lib/web/problem";

const exampleOf = (reason: ProblemReason) => ({
  summary: reason,
  value: { type: problemType(reason), ...problems[reason], detail: "What to do about it.", reason },
});

const retryAfter = z.string().meta({ description: "Seconds to wait.", example: "2" });
const challenge = z.string().meta({ example: 'Bearer realm="api"' });
const headersOf = (reasons: readonly ProblemReason[]) => ({
  ...(reasons.includes("still_running") ? { "Retry-After": retryAfter } : {}),
  ...(reasons.includes("unauthenticated") ? { "WWW-Authenticate": challenge } : {}),
});

/** Error answers, one per HTTP status, with an example for each reason. */
function refusals(reasons: readonly ProblemReason[]): ZodOpenApiResponsesObject {
  const statuses = new Set(reasons.map((reason) => problems[reason].status));
  const answers = [...statuses].map((status) => {
    const together = reasons.filter((reason) => problems[reason].status === status);
    return [
      status.toString(),
      {
        description: together.map((reason) => problems[reason].title).join(". "),
        headers: z.object(headersOf(together)),
        content: {
          "application/problem+json": {
            schema: Problem,
            examples: Object.fromEntries(together.map((reason) => [reason, exampleOf(reason)])),
          },
        },
      },
    ] as const;
  });
  return Object.fromEntries(answers);
}

const always: readonly ProblemReason[] = ["unauthenticated", "forbidden", "failed"];
const onWrites: readonly ProblemReason[] = [
  "malformed_json",
  "invalid_fields",
  "idempotency_key_missing",
  "idempotency_key_invalid",
  "still_running",
  "too_large",
  "unsupported_media_type",
  "idempotency_key_reused",
];

const IdempotencyKey = z.object({
  "idempotency-key": z.string().min(1).max(255).meta({
    description:
      "A new random value for each write. Kept for ever with its answer: the same parameters get the first answer again, other parameters are refused.",
    example: "6f1c2a9e-1f0b-4f0e-9c57-0c3d0a3f6f11",
  }),
});
const PaymentId = z.object({ id: z.uuid().meta({ description: "Id of the payment." }) });
const replayed = z
  .string()
  .optional()
  .meta({ description: "`true` when this is a kept answer.", example: "true" });

const listPayments: ZodOpenApiOperationObject = {
  operationId: "listPayments",
  summary: "Find payments",
  description:
    "All payments of the merchant, with the filters and the search of the payments screen. A parameter that is not understood is refused.",
  requestParams: { query: PaymentFilters },
  responses: {
    "200": { description: "One page", content: { "application/json": { schema: PaymentPage } } },
    ...refusals([...always, "unknown_parameters"]),
  },
};

const createPayment: ZodOpenApiOperationObject = {
  operationId: "createPayment",
  summary: "Create a payment for the website of the API key",
  requestParams: { header: IdempotencyKey },
  requestBody: { required: true, content: { "application/json": { schema: NewPayment } } },
  responses: {
    "201": {
      description: "The payment, as the gateway answered",
      headers: z.object({
        Location: z.string().meta({ example: "/api/v1/payments/0195f2a4-7b1c-7d2e-9f30-4a5b6c7d8e9f" }),
        "Idempotency-Replayed": replayed,
      }),
      content: { "application/json": { schema: Payment } },
    },
    ...refusals([...always, ...onWrites]),
  },
};

const getPayment: ZodOpenApiOperationObject = {
  operationId: "getPayment",
  summary: "Read a payment with its refunds",
  requestParams: { path: PaymentId },
  responses: {
    "200": { description: "The payment", content: { "application/json": { schema: Payment } } },
    ...refusals([...always, "not_found"]),
  },
};

const createRefund: ZodOpenApiOperationObject = {
  operationId: "createRefund",
  summary: "Refund a payment, whole or in part",
  requestParams: { path: PaymentId, header: IdempotencyKey },
  requestBody: { required: true, content: { "application/json": { schema: NewRefund } } },
  responses: {
    "201": {
      description: "The refund is recorded and goes to the gateway",
      headers: z.object({ "Idempotency-Replayed": replayed }),
      content: { "application/json": { schema: Refund } },
    },
    ...refusals([
      ...always,
      ...onWrites,
      "not_found",
      "not_completed",
      "nothing_left",
      "balance_changed",
      "wrong_currency",
      "more_than_left",
      "too_late",
      "below_minimum",
    ]),
  },
};

/** Made from the schemas that the endpoints themselves use. */
export const openApiDocument = () =>
  createDocument({
    openapi: "3.1.0",
    info: {
      title: "Counterfoil API",
      version: "1.0.0",
      description: "Payments and refunds of a merchant. Only published test card numbers are accepted.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ apiKey: [] }],
    tags: [{ name: "Payments" }],
    paths: {
      "/api/v1/payments": {
        get: { tags: ["Payments"], ...listPayments },
        post: { tags: ["Payments"], ...createPayment },
      },
      "/api/v1/payments/{id}": { get: { tags: ["Payments"], ...getPayment } },
      "/api/v1/payments/{id}/refunds": { post: { tags: ["Payments"], ...createRefund } },
    },
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "API key of a website." },
      },
    },
  });
