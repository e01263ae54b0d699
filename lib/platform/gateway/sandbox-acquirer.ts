import { z } from "zod";
import type {
  GatewayAnswer,
  GatewayBatchReply,
  GatewayPort,
  GatewayReply,
  InquiryAnswer,
  SettlementItem,
} from "@/lib/platform/gateway/port";
import { send, type Sent } from "@/lib/platform/http";

const Body = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("approved"),
    reference: z.string().min(1),
    authCode: z.string().nullable(),
    code: z.string(),
  }),
  z.object({ outcome: z.literal("declined"), reference: z.string().min(1).nullable(), code: z.string() }),
  z.object({ outcome: z.literal("pending"), reference: z.string().min(1) }),
]);
const Batch = z.object({ items: z.array(z.unknown()) });
const BatchItem = z.intersection(
  z.object({ operationId: z.string() }),
  z.discriminatedUnion("outcome", [
    ...Body.options,
    z.object({ outcome: z.literal("failed"), code: z.string() }),
  ]),
);
const Refusal = z.object({ error: z.string() });

const unknown = (code: Extract<GatewayAnswer, { outcome: "unknown" }>["code"]) =>
  ({ outcome: "unknown", code }) as const;

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

const refusalCode = (body: string) => Refusal.safeParse(parsed(body)).data?.error ?? "refused";

function readBooking(body: string): GatewayAnswer {
  const read = Body.safeParse(parsed(body));
  return read.success ? read.data : unknown("bad_answer");
}

/** An earlier try under the same id may have been booked, so even an unreachable gateway is no proof of nothing (U6). */
function silence(sent: Sent): GatewayAnswer | null {
  if (!sent.ok) return unknown(sent.error === "timeout" ? "timeout" : "unreachable");
  return sent.status >= 500 ? unknown("server_error") : null;
}

const transportAnswer = (sent: Sent): GatewayAnswer | null =>
  silence(sent) ?? (sent.ok && sent.status === 200 ? readBooking(sent.body) : null);

/** The acquirer checks a request before it books: what it refuses outright was not booked. */
function operationAnswer(sent: Sent): GatewayAnswer {
  const answer = transportAnswer(sent);
  if (answer !== null) return answer;
  return sent.ok && sent.status >= 400
    ? { outcome: "failed", code: refusalCode(sent.body) }
    : unknown("bad_answer");
}

function readItem(item: unknown): [string, GatewayAnswer] | null {
  const read = BatchItem.safeParse(item);
  if (!read.success) return null;
  const { operationId, ...answer } = read.data;
  return [operationId, answer];
}

/**
 * An item without an answer of its own is unknown, even when the whole batch was refused: an earlier batch may
 * have booked it (U6).
 */
function batchAnswers(items: readonly SettlementItem[], sent: Sent): ReadonlyMap<string, GatewayAnswer> {
  const read = Batch.safeParse(sent.ok && sent.status === 200 ? parsed(sent.body) : null);
  const given = new Map((read.data?.items ?? []).map(readItem).filter((entry) => entry !== null));
  const otherwise = silence(sent) ?? unknown("bad_answer");
  return new Map(items.map(({ operationId }) => [operationId, given.get(operationId) ?? otherwise]));
}

function inquiryAnswer(sent: Sent): InquiryAnswer {
  const answer = transportAnswer(sent);
  if (answer !== null) return answer;
  return sent.ok && sent.status === 404 && refusalCode(sent.body) === "not_found"
    ? { outcome: "not_found" }
    : unknown("bad_answer");
}

const headers = { accept: "application/json", "content-type": "application/json" };

/** The gateway port over HTTP to an acquirer that speaks the sandbox's words. */
export function sandboxAcquirer({ url, timeoutMs }: { url: string; timeoutMs: number }): GatewayPort {
  const base = url.replace(/\/$/, "");
  const outgoing = { leg: "us_to_gateway", timeoutMs, guarded: false } as const;

  async function post(path: string, operationId: string, body: unknown): Promise<GatewayReply> {
    const sent = await send({
      ...outgoing,
      method: "POST",
      url: `${base}${path}`,
      headers: { ...headers, "idempotency-key": operationId },
      body: JSON.stringify(body),
    });
    return { answer: operationAnswer(sent), exchange: sent.exchange };
  }

  async function settle(items: readonly SettlementItem[]): Promise<GatewayBatchReply> {
    const body = JSON.stringify({ items });
    const sent = await send({ ...outgoing, method: "POST", url: `${base}/settlements`, headers, body });
    return { answers: batchAnswers(items, sent), exchange: sent.exchange };
  }

  async function inquire(operationId: string): Promise<GatewayReply<InquiryAnswer>> {
    const address = `${base}/inquiries/${encodeURIComponent(operationId)}`;
    const sent = await send({ ...outgoing, method: "GET", url: address, headers, body: "" });
    return { answer: inquiryAnswer(sent), exchange: sent.exchange };
  }

  return {
    isSimulation: true,
    authorise: ({ operationId, ...body }) => post("/authorisations", operationId, body),
    capture: ({ operationId, ...body }) => post("/captures", operationId, body),
    refund: ({ operationId, ...body }) => post("/refunds", operationId, body),
    reverse: ({ operationId, ...body }) => post("/reversals", operationId, body),
    settle: ({ items }) => settle(items),
    inquire: ({ operationId }) => inquire(operationId),
  };
}
