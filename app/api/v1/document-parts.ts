import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from "zod-openapi";
import { Problem } from "@/app/api/v1/problem-schema";
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
  "locked",
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
const replayed = z
  .string()
  .optional()
  .meta({ description: "`true` when this is a kept answer.", example: "true" });

const pathOf = (of: string | undefined) =>
  of === undefined ? {} : { path: z.object({ id: z.uuid().meta({ description: `Id of the ${of}.` }) }) };

type Told = {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  /** Whose id stands in the address. */
  readonly idOf?: string;
  readonly answers: string;
  readonly schema: z.ZodType;
  /** Why it may say no, beside what every address has. */
  readonly reasons?: readonly ProblemReason[];
};

const wordsOf = ({ operationId, summary, description }: Told) => ({
  operationId,
  summary,
  ...(description === undefined ? {} : { description }),
});

const content = (schema: z.ZodType) => ({ "application/json": { schema } });

export const readOperation = (told: Told & { readonly query?: z.ZodObject }): ZodOpenApiOperationObject => ({
  ...wordsOf(told),
  requestParams: { ...pathOf(told.idOf), ...(told.query === undefined ? {} : { query: told.query }) },
  responses: {
    "200": { description: told.answers, content: content(told.schema) },
    ...refusals([...always, ...(told.reasons ?? [])]),
  },
});

export const writeOperation = (
  told: Told & {
    readonly body: z.ZodType;
    /** Address of what was made. */
    readonly location?: string;
  },
): ZodOpenApiOperationObject => ({
  ...wordsOf(told),
  requestParams: { ...pathOf(told.idOf), header: IdempotencyKey },
  requestBody: { required: true, content: content(told.body) },
  responses: {
    "201": {
      description: told.answers,
      headers: z.object({
        ...(told.location === undefined ? {} : { Location: z.string().meta({ example: told.location }) }),
        "Idempotency-Replayed": replayed,
      }),
      content: content(told.schema),
    },
    ...refusals([
      ...always,
      ...onWrites,
      ...(told.idOf === undefined ? [] : (["not_found"] as const)),
      ...(told.reasons ?? []),
    ]),
  },
});
