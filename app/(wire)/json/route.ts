import { randomBytes } from "node:crypto";
import { answerRequest } from "@/app/(wire)/json/answer-request";
import { encodeEnvelope, encodeRefusal, type Entry } from "@/lib/wire/trust/answer";
import type { TrustRefusal } from "@/lib/wire/trust/codes";
import { checkEnvelope, decodeEnvelope, requestReferenceOf, type Envelope } from "@/lib/wire/trust/envelope";
import { basicCaller, isKnownAlias } from "@/lib/web/basic-caller";
import {
  endpoint,
  type Caller,
  type EndpointRefusal,
  type Incoming,
  type Vocabulary,
} from "@/lib/web/endpoint";
import { responseOf, type Answer } from "@/lib/web/problem";

/** Exactly so: clients compare the value, and a charset behind it is refused (wire.md 1.1). */
const headers = { "content-type": "application/json", "cache-control": "no-store" };

const plain = (status: number, message: string, more: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { ...headers, ...more },
  body: JSON.stringify({ message }),
});

const refusals: Readonly<Record<EndpointRefusal, (reference: string) => Answer>> = {
  unauthenticated: () =>
    plain(401, "Unknown user or wrong password.", { "www-authenticate": 'Basic realm="json"' }),
  forbidden: () => plain(403, "This user may not do this."),
  too_large: () => plain(413, "The body is too large."),
  failed: (reference) => plain(500, `The request failed on our side. Reference: ${reference}.`),
};

const vocabulary: Vocabulary = {
  limitBytes: 256 * 1024,
  authenticate: basicCaller,
  refuse: (reason, { reference }) => refusals[reason](reference),
};

const referenceHeader = (request: Request) => request.headers.get("requestreference");

function answerWith(incoming: Incoming, envelope: Envelope | null, entries: readonly Entry[]): Answer {
  const given = requestReferenceOf(referenceHeader(incoming.request), envelope);
  const requestReference = given ?? `W${randomBytes(6).toString("hex")}`;
  return {
    status: 200,
    headers,
    body: encodeEnvelope({ requestReference, entries, secrand: randomBytes(6).toString("base64url") }),
  };
}

async function refusalOf(caller: Caller, envelope: Envelope): Promise<TrustRefusal | null> {
  const alias = caller.actor.name;
  const foreign = envelope.alias !== null && envelope.alias !== alias;
  return checkEnvelope(envelope, { alias, isKnownAlias: foreign && (await isKnownAlias(envelope.alias)) });
}

async function run(caller: Caller, incoming: Incoming): Promise<Answer> {
  const context = { operator: caller.actor.name, now: incoming.now };
  const envelope = decodeEnvelope(incoming.body);
  if (!envelope.ok) return answerWith(incoming, null, [encodeRefusal(envelope.refusal, "ERROR", context)]);
  const refusal = await refusalOf(caller, envelope.value);
  if (refusal !== null)
    return answerWith(incoming, envelope.value, [encodeRefusal(refusal, "ERROR", context)]);

  const entries: Entry[] = [];
  let paymentId: string | null = null;
  for (const fields of envelope.value.requests) {
    const answered = await answerRequest(caller, fields, {
      ...context,
      correlationId: incoming.correlationId,
    });
    entries.push(answered.entry);
    paymentId ??= answered.paymentId;
  }
  return { ...answerWith(incoming, envelope.value, entries), paymentId };
}

export const POST = endpoint(vocabulary, { permission: "payments:create", run });

const refuse = (): Response => responseOf(plain(405, "Send requests with POST.", { allow: "POST" }));
const refuseHead = (): Response =>
  new Response(null, { status: 405, headers: { ...headers, allow: "POST" } });
export { refuse as DELETE, refuse as GET, refuseHead as HEAD, refuse as PATCH, refuse as PUT };
