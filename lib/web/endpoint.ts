import type { Actor, MerchantScope, Permission } from "@/lib/kernel/access";
import { maskHeaders, maskTraffic } from "@/lib/kernel/mask";
import { now, systemMs } from "@/lib/platform/clock";
import { keepExchange } from "@/lib/platform/exchanges";
import type { ExchangeRecord } from "@/lib/platform/http";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";
import { plainText } from "@/lib/web/plain-text";
import { responseOf, type Answer } from "@/lib/web/problem";
import { readBody } from "@/lib/web/read-body";
import { mayTry } from "@/lib/web/retry-limit";

/** A machine that proved who it is: the website it speaks for and the merchant's zone. */
export type Caller = {
  readonly actor: Actor;
  readonly websiteId: string;
  readonly siteReference: string | null;
  readonly timezone: string;
};

/** Whom a call names that did not prove to be theirs. */
export type NamedWebsite = { readonly scope: MerchantScope; readonly websiteId: string };

export type Incoming = {
  readonly request: Request;
  readonly body: string;
  /** Joins the recorded exchange with the operations that it causes. */
  readonly correlationId: string;
  readonly now: Date;
};

export type EndpointRefusal = "unauthenticated" | "forbidden" | "too_large" | "failed";

export type Refused = { readonly request: Request; readonly reference: string; readonly now: Date };

type Refusal = { readonly refused: Answer; readonly by?: NamedWebsite | null };

/** What differs between two machine protocols. */
export type Vocabulary = {
  readonly limitBytes: number;
  /** `latin1`: the body is a file, a character for each of its bytes. */
  readonly encoding?: "latin1";
  /** What the record keeps in place of a body that is long. */
  readonly kept?: (body: string) => string;
  /** Whether GETs are kept too: where they ask about one thing, and not for lists. */
  readonly keepsReads?: boolean;
  /** The body is there for protocols that sign it. `refused`: the protocol has a word of its own for this; what names a website is kept. */
  authenticate(request: Request, body: () => Promise<string | null>): Promise<Caller | Refusal | null>;
  refuse(reason: EndpointRefusal, context: Refused): Answer;
};

type Served<P> = {
  readonly permission: Permission;
  run(caller: Caller, incoming: Incoming, params: P): Promise<Answer>;
};

const exchangeOf = (incoming: Incoming, answer: Answer, tookMs: number): ExchangeRecord => ({
  leg: "merchant_to_us",
  method: incoming.request.method,
  url: maskTraffic(incoming.request.url),
  requestHeaders: maskHeaders(incoming.request.headers),
  requestBody: maskTraffic(plainText(answer.keptRequest ?? incoming.body)),
  status: answer.status,
  responseHeaders: maskHeaders(Object.entries(answer.headers)),
  responseBody: maskTraffic(answer.keptBody ?? answer.body),
  error: null,
  startedAt: incoming.now,
  tookMs,
});

/** Keeps what was said. A record that cannot be kept never costs the caller the answer. */
async function record(
  { scope, websiteId }: NamedWebsite,
  incoming: Incoming,
  answer: Answer,
  exchange: ExchangeRecord,
) {
  try {
    const { paymentId, dataRequestId, correlationId = incoming.correlationId } = answer;
    const subject = { paymentId, dataRequestId, websiteId };
    await keepExchange(scope, { correlationId, subject, exchange });
  } catch (error) {
    logger().error({ err: error, correlationId: incoming.correlationId }, "an exchange was not recorded");
  }
}

const mostRefused = 60;
const longestRefused = 16 * 1024;

/** Who developed a client sees why it was refused. Anybody can name a website, so not much of it is kept. */
async function recordRefused(by: NamedWebsite, incoming: Incoming, answer: Answer, tookMs: number) {
  if (!mayTry(`refused ${by.websiteId}`, mostRefused)) return;
  const short = { ...incoming, body: incoming.body.slice(0, longestRefused) };
  await record(by, incoming, answer, exchangeOf(short, answer, tookMs));
}

/** A bug must not leave a machine with an empty page: it gets an answer it can read, and a reference to the log. */
async function answerOf<P>(
  vocabulary: Vocabulary,
  served: Served<P>,
  call: { readonly caller: Caller; readonly incoming: Incoming; readonly params: P },
): Promise<Answer> {
  try {
    return await served.run(call.caller, call.incoming, call.params);
  } catch (error) {
    const { request, correlationId: reference, now } = call.incoming;
    logger().error({ err: error, reference }, "a machine endpoint failed");
    return vocabulary.refuse("failed", { request, reference, now });
  }
}

async function serveRefusal(
  { refused, by = null }: Refusal,
  incoming: Omit<Incoming, "body">,
  read: () => Promise<string | null>,
  startedMs: number,
): Promise<Answer> {
  if (by === null) return refused;
  const body = (await read()) ?? "";
  await recordRefused(by, { ...incoming, body }, refused, systemMs() - startedMs);
  return refused;
}

const keptOf = ({ kept }: Vocabulary, body: string): string => kept?.(body) ?? body;

async function serve<P>(
  vocabulary: Vocabulary,
  served: Served<P>,
  request: Request,
  params: P,
): Promise<Answer> {
  const startedMs = systemMs();
  const arrived = { request, correlationId: newId(), now: now() };
  const refuse = (reason: EndpointRefusal) =>
    vocabulary.refuse(reason, { request, reference: arrived.correlationId, now: arrived.now });

  let reading: Promise<string | null> | null = null;
  const read = () =>
    (reading ??=
      request.method === "POST"
        ? readBody(request, vocabulary.limitBytes, vocabulary.encoding)
        : Promise.resolve(""));
  const caller = await vocabulary.authenticate(request, read);
  if (caller === null) return refuse("unauthenticated");
  if ("refused" in caller) return serveRefusal(caller, arrived, read, startedMs);
  if (!caller.actor.may.has(served.permission)) return refuse("forbidden");
  const body = await read();
  if (body === null) return refuse("too_large");

  const incoming = { ...arrived, body };
  const told = { ...arrived, body: keptOf(vocabulary, body) };
  const answer = await answerOf(vocabulary, served, { caller, incoming, params });
  if (request.method === "POST" || vocabulary.keepsReads === true) {
    const by = { scope: caller.actor.scope, websiteId: caller.websiteId };
    await record(by, told, answer, exchangeOf(told, answer, systemMs() - startedMs));
  }
  return answer;
}

/**
 * The one wrapper around machine endpoints: who is calling, may it, how long is the body, run,
 * answer in the caller's own vocabulary, and keep a masked record of every POST.
 */
export const endpoint =
  <P>(vocabulary: Vocabulary, served: Served<P>) =>
  async (request: Request, context: { readonly params: Promise<P> }): Promise<Response> =>
    responseOf(await serve(vocabulary, served, request, await context.params));
