import { randomUUID } from "node:crypto";
import { encodeRefusal, type Entry } from "@/lib/wire/trust/answer";
import type { Decoded, TrustRefusal } from "@/lib/wire/trust/codes";
import { checkEnvelope, requestReferenceOf, type Envelope } from "@/lib/wire/trust/envelope";
import { answerRequest } from "@/app/(wire)/trust/answer-request";
import type { Answered, Context } from "@/app/(wire)/trust/context";
import { basicCaller, isKnownAlias, readBasic } from "@/lib/web/basic-caller";
import { endpoint, type Caller, type Incoming, type Refused, type Vocabulary } from "@/lib/web/endpoint";
import { guarded } from "@/lib/web/guarded";
import { responseOf, type Answer } from "@/lib/web/problem";

type Written<E extends Envelope> = {
  /** Null: the body was not understood. */
  readonly envelope: E | null;
  readonly requestReference: string;
  readonly entries: readonly Entry[];
  readonly secrand: string;
};

/** What differs between JSON and XML. */
export type Notation<E extends Envelope> = {
  readonly name: string;
  readonly contentType: string;
  decode(body: string): Decoded<E>;
  encode(answer: Written<E>): string;
  /** What people read whose request was refused before it was read. */
  plain(message: string): string;
};

const limitBytes = 256 * 1024;

/** Six random bytes, from the stock that Node keeps for UUIDs. */
const randomHex = () => randomUUID().slice(-12);

/** Whatever was understood is answered with 200, refusals included (wire.md 1.1): 401 and 405 are all there is besides. */
function writer<E extends Envelope>(notation: Notation<E>) {
  const headers = { "content-type": notation.contentType, "cache-control": "no-store" };
  const answer = (request: Request, envelope: E | null, entries: readonly Entry[]): Answer => {
    const given = requestReferenceOf(request.headers.get("requestreference"), envelope);
    const requestReference = given ?? `W${randomHex()}`;
    const secrand = Buffer.from(randomHex(), "hex").toString("base64url");
    return { status: 200, headers, body: notation.encode({ envelope, requestReference, entries, secrand }) };
  };
  const plain = (status: number, message: string, more: Readonly<Record<string, string>>): Answer => ({
    status,
    headers: { ...headers, ...more },
    body: notation.plain(message),
  });
  return { headers, answer, plain };
}
type Writer<E extends Envelope> = ReturnType<typeof writer<E>>;

function vocabulary<E extends Envelope>(notation: Notation<E>, { answer, plain }: Writer<E>): Vocabulary {
  const refusal = (told: TrustRefusal, { request, now }: Refused) => {
    const operator = readBasic(request.headers.get("authorization"))?.alias ?? "";
    return answer(request, null, [encodeRefusal(told, "ERROR", { operator, now })]);
  };
  return {
    limitBytes,
    authenticate: basicCaller,
    refuse: (reason, context) => {
      switch (reason) {
        case "unauthenticated":
          return plain(401, "Unknown user or wrong password.", {
            "www-authenticate": `Basic realm="${notation.name}"`,
          });
        case "forbidden":
          return refusal({ code: "25000", data: [] }, context);
        case "too_large":
          return refusal({ code: "60025", data: ["body"] }, context);
        case "failed":
          return refusal({ code: "99999", data: [context.reference] }, context);
      }
    },
  };
}

async function refusalOf(caller: Caller, envelope: Envelope): Promise<TrustRefusal | null> {
  const alias = caller.actor.name;
  const foreign = envelope.alias !== null && envelope.alias !== alias;
  return checkEnvelope(envelope, { alias, isKnownAlias: foreign && (await isKnownAlias(envelope.alias)) });
}

const instead = (context: Context) => (reason: "locked" | "failed") => {
  const told: TrustRefusal =
    reason === "locked" ? { code: "79001", data: [] } : { code: "99999", data: [context.correlationId] };
  return [{ entry: encodeRefusal(told, "ERROR", context), paymentId: null }];
};

/** One after the other: a later request may be about what an earlier one did (wire.md 1.2). */
async function answerAll(caller: Caller, envelope: Envelope, context: Context): Promise<readonly Answered[]> {
  const all: Answered[] = [];
  for (const fields of envelope.requests) {
    const answered = await guarded<readonly Answered[]>(
      context.correlationId,
      () => answerRequest(caller, fields, context),
      instead(context),
    );
    all.push(...answered);
  }
  return all;
}

function run<E extends Envelope>(notation: Notation<E>, { answer }: Writer<E>) {
  return async (caller: Caller, { request, body, now, correlationId }: Incoming): Promise<Answer> => {
    const context = { operator: caller.actor.name, now, correlationId };
    const envelope = notation.decode(body);
    const refusal = envelope.ok ? await refusalOf(caller, envelope.value) : envelope.refusal;
    if (refusal !== null || !envelope.ok) {
      const told = refusal ?? { code: "60025", data: [] };
      return answer(request, envelope.ok ? envelope.value : null, [encodeRefusal(told, "ERROR", context)]);
    }
    const answered = await answerAll(caller, envelope.value, context);
    const paymentId = answered.find((one) => one.paymentId !== null)?.paymentId ?? null;
    return {
      ...answer(
        request,
        envelope.value,
        answered.map(({ entry }) => entry),
      ),
      paymentId,
    };
  };
}

/** The handlers of `/json/` and `/xml/`: one path behind both. */
export function trustEndpoint<E extends Envelope>(notation: Notation<E>) {
  const written = writer(notation);
  const refuse = (): Response =>
    responseOf(written.plain(405, "Send requests with POST.", { allow: "POST" }));
  const refuseHead = (): Response =>
    new Response(null, { status: 405, headers: { ...written.headers, allow: "POST" } });
  const post = endpoint(vocabulary(notation, written), {
    permission: "payments:read",
    run: run(notation, written),
  });
  return { post, refuse, refuseHead };
}
