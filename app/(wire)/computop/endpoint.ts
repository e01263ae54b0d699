import { randomBytes, randomUUID } from "node:crypto";
import { computopCaller } from "@/lib/web/computop-caller";
import type { Permission } from "@/lib/kernel/access";
import { endpoint, type Caller, type Incoming, type Vocabulary } from "@/lib/web/endpoint";
import { guarded } from "@/lib/web/guarded";
import { correlationOf, fingerprintOf, idempotent, intentOf, type ReplayWords } from "@/lib/web/idempotent";
import { responseOf, type Answer } from "@/lib/web/problem";
import { answerText, encodeAnswer, encodePlainRefusal, formOf, type Told } from "@/lib/wire/computop/answer";
import type { Secrets } from "@/lib/wire/computop/call";
import type { ComputopReason, Decoded } from "@/lib/wire/computop/codes";
import type { Fields } from "@/lib/wire/computop/envelope";

const limitBytes = 64 * 1024;
const headers = { "content-type": "text/plain", "cache-control": "no-store" };

/** `intentId` and `correlationId` are the same for every request with one ReqId. */
export type Call = {
  readonly caller: Caller;
  readonly fields: Fields;
  readonly correlationId: string;
  readonly intentId: string;
};

/** Everything but the MerchantID; `paymentId` files the recorded exchange. */
export type Said = Omit<Told, "merchantId"> & { readonly paymentId: string | null };

type Served<T> = {
  readonly permission: Permission;
  readonly decode: (fields: Fields, secrets: Secrets) => Decoded<T>;
  /** Writes are done once for each. */
  readonly reqIdOf?: (asked: T) => string | null;
  readonly run: (call: Call, asked: T) => Promise<Said>;
};

type Opened = Extract<Awaited<ReturnType<typeof computopCaller>>, { readonly ok: true }>["value"];
type Key = Opened["call"]["key"];

/** A refusal gives back what the caller said. */
export const refusalTo = (fields: Fields, reason: ComputopReason, paymentId: string | null = null): Said => ({
  payId: fields.get("payid") ?? "",
  xId: "",
  transId: fields.get("transid") ?? "",
  refNr: fields.get("refnr") ?? null,
  reason,
  paymentId,
});

/** Failures are HTTP 200 too (wire.md 4). */
const plain = (reason: ComputopReason): Answer => ({
  status: 200,
  headers,
  body: encodePlainRefusal(reason),
});

function sealed(key: Key, { paymentId, ...said }: Said): Answer {
  const told = { ...said, merchantId: key.envelope.merchantId };
  const body = encodeAnswer(key, told, formOf(key.envelope.data, randomBytes(16)));
  return {
    status: 200,
    headers,
    body,
    keptBody: `${body}\n\n${answerText(key.hmacPassword, told)}`,
    paymentId,
    isOpen: said.reason === "pending",
  };
}

const outsideReasons = {
  unauthenticated: "merchant_unknown",
  forbidden: "not_permitted",
  too_large: "data_too_long",
  failed: "failed",
} as const;

const replayWords = (key: Key, fields: Fields): ReplayWords => ({
  replay: ({ status, body }) => ({ status, headers, body }),
  stillRunning: () => sealed(key, refusalTo(fields, "pending")),
  reused: () => sealed(key, refusalTo(fields, "req_id_used")),
});

async function once<T>(
  served: Served<T>,
  { caller, call }: Opened,
  asked: T,
  incoming: Incoming,
): Promise<Answer> {
  const { key, opened } = call;
  const { fields } = opened;
  const reqId = served.reqIdOf?.(asked) ?? null;
  const run = async (own: Pick<Call, "correlationId" | "intentId">): Promise<Answer> => ({
    ...sealed(key, await served.run({ caller, fields, ...own }, asked)),
    correlationId: own.correlationId,
  });
  if (reqId === null)
    return run({ correlationId: incoming.correlationId, intentId: `computop:${randomUUID()}` });
  const place = { websiteId: caller.websiteId, key: `computop:${reqId}` };
  const fingerprint = fingerprintOf("POST", new URL(incoming.request.url).pathname, asked);
  const own = { correlationId: correlationOf(place), intentId: intentOf(place) };
  return idempotent(caller, place, fingerprint, () => run(own), replayWords(key, fields));
}

/** A write may have reached the bank before it was cut off: it is not called failed, or it would be sent again. */
function faultOf<T>({ reqIdOf }: Served<T>, reason: "locked" | "failed"): ComputopReason {
  if (reqIdOf !== undefined) return "pending";
  return reason === "locked" ? "busy" : "failed";
}

function answer<T>(served: Served<T>, opened: Opened, incoming: Incoming): Promise<Answer> {
  const { key, opened: inside } = opened.call;
  const { fields } = inside;
  const asked = served.decode(fields, {
    merchantId: key.envelope.merchantId,
    hmacPassword: key.hmacPassword,
  });
  return guarded(
    incoming.correlationId,
    () =>
      asked.ok
        ? once(served, opened, asked.value, incoming)
        : Promise.resolve(sealed(key, refusalTo(fields, asked.refusal))),
    (reason) => sealed(key, refusalTo(fields, faultOf(served, reason))),
  );
}

/** The form of a POST, or the query of a GET and of a POST without a body. */
async function formIn(request: Request, body: () => Promise<string | null>): Promise<string | null> {
  const form = await body();
  return form === "" ? new URL(request.url).search : form;
}

/** One request's own vocabulary: what was opened to know the caller is what is answered. */
function serve<T>(served: Served<T>, request: Request, context: { readonly params: Promise<object> }) {
  const held: { opened: Opened | null } = { opened: null };
  const vocabulary: Vocabulary = {
    limitBytes,
    keepsReads: true,
    authenticate: async (_, body) => {
      const form = await formIn(request, body);
      if (form === null) return { refused: plain("data_too_long") };
      const judged = await computopCaller(request, form);
      if (judged.ok) {
        held.opened = judged.value;
        return judged.value.caller;
      }
      const { refusal, by, key } = judged;
      return { refused: key === null ? plain(refusal) : sealed(key, refusalTo(new Map(), refusal)), by };
    },
    refuse: (reason) => plain(outsideReasons[reason]),
  };
  const run = async (_: Caller, incoming: Incoming): Promise<Answer> => {
    if (held.opened === null) throw new Error("nobody was let in");
    const text = held.opened.call.opened.text;
    const keptRequest = [incoming.body, text].filter((part) => part !== "").join("\n\n");
    return { ...(await answer(served, held.opened, incoming)), keptRequest };
  };
  return endpoint(vocabulary, { permission: served.permission, run })(request, context);
}

const allowed = { ...headers, allow: "GET, POST" };
const refuse = (): Response => responseOf({ ...plain("method_not_allowed"), status: 405, headers: allowed });
const refuseHead = (): Response => new Response(null, { status: 405, headers: allowed });

/** The handlers of one address: clients write by GET too (wire.md 4), so HEAD is not taken for one. */
export function computopEndpoint<T>(served: Served<T>) {
  const handle = (request: Request, context: { readonly params: Promise<object> }) =>
    serve(served, request, context);
  return { handle, refuse, refuseHead };
}
