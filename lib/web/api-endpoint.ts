import type { z } from "zod";
import type { Permission } from "@/lib/kernel/access";
import { looksLikeCardNumber } from "@/lib/kernel/card-number";
import { apiCaller } from "@/lib/web/api-caller";
import {
  endpoint,
  type Caller,
  type EndpointRefusal,
  type Incoming,
  type Vocabulary,
} from "@/lib/web/endpoint";
import { isLockTimeout } from "@/lib/platform/lock-timeout";
import { digestOf } from "@/lib/platform/secrets";
import { fieldProblems } from "@/lib/web/field-problems";
import { correlationOf, fingerprintOf, idempotent, intentOf } from "@/lib/web/idempotent";
import { problem, responseOf, type Answer } from "@/lib/web/problem";

const bodyLimitBytes = 256 * 1024;

const challenge = { headers: { "www-authenticate": 'Bearer realm="api"' } };

type Told = { readonly reference: string; readonly limitBytes: number };

const refusals: Readonly<Record<EndpointRefusal, (told: Told) => Answer>> = {
  unauthenticated: () =>
    problem("unauthenticated", "Send a valid API key: Authorization: Bearer <key>.", challenge),
  forbidden: () => problem("forbidden", "The key does not carry the right for this."),
  too_large: ({ limitBytes }) => problem("too_large", `A body has at most ${limitBytes} bytes.`),
  failed: ({ reference }) => problem("failed", `Nothing is wrong with the request. Reference: ${reference}.`),
};

const vocabularyUpTo = (limitBytes: number): Vocabulary => ({
  limitBytes,
  authenticate: apiCaller,
  refuse: (reason, { reference }) => refusals[reason]({ reference, limitBytes }),
});
const vocabulary = vocabularyUpTo(bodyLimitBytes);

/** An address of our API that is read. */
export const apiRead = <P>(
  permission: Permission,
  run: (caller: Caller, request: Request, params: P) => Promise<Answer>,
) =>
  endpoint<P>(vocabulary, { permission, run: (caller, { request }, params) => run(caller, request, params) });

type Write<S extends z.ZodType, P> = {
  readonly permission: Permission;
  readonly input: S;
  readonly run: (
    caller: Caller,
    input: z.output<S>,
    call: { readonly intentId: string; readonly correlationId: string; readonly params: P },
  ) => Promise<Answer>;
  /** Completes first and repeated answers alike: headers, and the payment that the record is filed under. */
  readonly complete: (answer: Answer, params: P) => Answer;
};

function readJson(body: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(body) as unknown };
  } catch {
    return null;
  }
}

const isJson = (request: Request) =>
  /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(request.headers.get("content-type") ?? "");

function keyOf(request: Request): string | Answer {
  const key = request.headers.get("idempotency-key");
  if (key === null)
    return problem("idempotency_key_missing", "Send a new random value in Idempotency-Key with each write.");
  if (/^[\x20-\x7e]{1,255}$/.test(key) && !looksLikeCardNumber(key)) return key;
  return problem(
    "idempotency_key_invalid",
    "The key has 1 to 255 printable ASCII characters and holds no card number.",
  );
}

/**
 * Nothing is kept under the key: the same request may be sent again until it is carried out. Its record is
 * not filed under the payment, for that would wait for the same lock.
 */
function lockedOrThrow(reason: unknown): Answer {
  if (!isLockTimeout(reason)) throw reason;
  const detail = "Repeat the request with the same key in a moment.";
  return problem("locked", detail, { headers: { "retry-after": "5" } });
}

async function write<S extends z.ZodType, P>(
  { input, run, complete }: Write<S, P>,
  caller: Caller,
  { request, body }: Incoming,
  params: P,
): Promise<Answer> {
  if (!isJson(request)) return problem("unsupported_media_type", "Send Content-Type: application/json.");
  const key = keyOf(request);
  if (typeof key !== "string") return key;
  const json = readJson(body);
  if (json === null) return problem("malformed_json", "The body could not be read as JSON.");
  const read = input.safeParse(json.value);
  if (!read.success) {
    return problem("invalid_fields", "See errors.", { errors: fieldProblems(read.error, json.value) });
  }
  const place = { websiteId: caller.websiteId, key };
  const fingerprint = fingerprintOf(request.method, new URL(request.url).pathname, json.value);
  const correlationId = correlationOf(place);
  const answered = idempotent(caller, place, fingerprint, async () => ({
    ...(await run(caller, read.data, { intentId: intentOf(place), correlationId, params })),
    correlationId,
  }));
  return answered.then((answer) => complete(answer, params), lockedOrThrow);
}

/** An address of our API that writes: JSON in, once per Idempotency-Key. */
export const apiWrite = <S extends z.ZodType, P>(options: Write<S, P>) =>
  endpoint<P>(vocabulary, {
    permission: options.permission,
    run: (caller, incoming, params) => write(options, caller, incoming, params),
  });

/** What comes with a file. */
type Delivery<S extends z.ZodType> = { readonly told: z.output<S>; readonly content: Uint8Array };

type Upload<S extends z.ZodType> = {
  readonly permission: Permission;
  readonly limitBytes: number;
  /** What stands behind the `?`. */
  readonly input: S;
  /** Whether it writes: then it runs once per Idempotency-Key. */
  readonly isWrite: boolean;
  readonly run: (caller: Caller, delivery: Delivery<S>) => Promise<Answer>;
  /** Completes first and repeated answers alike. */
  readonly complete: (answer: Answer) => Answer;
};

const isPlainFile = (request: Request) =>
  /^(?:text\/plain|text\/csv|application\/octet-stream)\s*(?:;|$)/i.test(
    request.headers.get("content-type") ?? "",
  );

function writeOnce<S extends z.ZodType>(
  { run, complete }: Upload<S>,
  caller: Caller,
  request: Request,
  delivery: Delivery<S>,
): Promise<Answer> | Answer {
  const key = keyOf(request);
  if (typeof key !== "string") return key;
  const place = { websiteId: caller.websiteId, key };
  const { told, content } = delivery;
  const { pathname } = new URL(request.url);
  const fingerprint = fingerprintOf(request.method, pathname, { told, digest: digestOf(content) });
  return idempotent(caller, place, fingerprint, () => run(caller, delivery)).then(complete, lockedOrThrow);
}

async function upload<S extends z.ZodType>(options: Upload<S>, caller: Caller, { request, body }: Incoming) {
  if (!isPlainFile(request))
    return problem("unsupported_media_type", "Send the file as it is, with Content-Type: text/plain.");
  const parameters = Object.fromEntries(new URL(request.url).searchParams);
  const read = options.input.safeParse(parameters);
  if (!read.success)
    return problem("unknown_parameters", "See errors.", { errors: fieldProblems(read.error, parameters) });
  const delivery = { told: read.data, content: Buffer.from(body, "latin1") };
  return options.isWrite ? writeOnce(options, caller, request, delivery) : options.run(caller, delivery);
}

/** A long body can be had again from where it is stored: the record names it. */
const keptFile = (body: string): string =>
  `${body.length.toString()} bytes, SHA-256 ${digestOf(Buffer.from(body, "latin1"))}`;

/** An address of our API that takes a file: its bytes are the body. */
export const apiUpload = <S extends z.ZodType>(options: Upload<S>) =>
  endpoint<object>(
    { ...vocabularyUpTo(options.limitBytes), encoding: "latin1", kept: keptFile },
    { permission: options.permission, run: (caller, incoming) => upload(options, caller, incoming) },
  );

/** For the methods that an address does not have. */
export const methodNotAllowed = (allowed: string) => (): Response =>
  responseOf(problem("method_not_allowed", `Allowed: ${allowed}.`, { headers: { allow: allowed } }));
