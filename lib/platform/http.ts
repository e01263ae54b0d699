import { Agent, request, type Dispatcher } from "undici";
import type { ExchangeLeg } from "@/lib/kernel/exchange-leg";
import { maskHeaders, maskTraffic } from "@/lib/kernel/mask";
import {
  BlockedAddress,
  checkAddress,
  guardedLookup,
  isAllowedByConfiguration,
} from "@/lib/platform/address-guard";
import { now, systemMs } from "@/lib/platform/clock";

/** One request and its answer, already masked: it may be stored as it is. */
export type ExchangeRecord = {
  readonly leg: ExchangeLeg;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string;
  readonly status: number | null;
  readonly responseHeaders: Readonly<Record<string, string>> | null;
  readonly responseBody: string | null;
  readonly error: SendFailure | null;
  readonly startedAt: Date;
  readonly tookMs: number;
};

/** `timeout` and `broken` may have reached the other side; `unreachable` and `blocked` surely did not. */
type SendFailure = "timeout" | "broken" | "unreachable" | "blocked";

export type Sent =
  | { readonly ok: true; readonly status: number; readonly body: string; readonly exchange: ExchangeRecord }
  | { readonly ok: false; readonly error: SendFailure; readonly exchange: ExchangeRecord };

export type Outgoing = {
  readonly leg: ExchangeLeg;
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** For addresses that a merchant chose. The gateway's address is configuration and is called as it is. */
  readonly guarded: boolean;
};

const maxAnswerBytes = 256 * 1024;
const keepAlive = { keepAliveTimeout: 10_000, connections: 32 };
const plainAgent = new Agent(keepAlive);
const guardedAgent = new Agent({ ...keepAlive, connect: { lookup: guardedLookup } });

const neverLeft = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function failureOf(problem: unknown): SendFailure {
  if (problem instanceof BlockedAddress) return "blocked";
  const { name, code } = problem as { name?: string; code?: string };
  if (code !== undefined && neverLeft.has(code)) return "unreachable";
  return name === "TimeoutError" || name === "AbortError" || code?.includes("TIMEOUT") === true
    ? "timeout"
    : "broken";
}

async function readBody(answer: Dispatcher.ResponseData): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer.body as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size >= maxAnswerBytes) break;
  }
  return Buffer.concat(parts).subarray(0, maxAnswerBytes).toString("utf8");
}

const flatHeaders = (headers: Dispatcher.ResponseData["headers"]): [string, string][] =>
  Object.entries(headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]);

/** Of an answer that sends us elsewhere a merchant sees the status only (product.md 4, SSRF). */
const isHidden = ({ guarded }: Outgoing, status: number) => guarded && status >= 300 && status < 400;

function agentFor(outgoing: Outgoing): Agent | null {
  if (!outgoing.guarded) return plainAgent;
  const checked = checkAddress(outgoing.url);
  if (!checked.ok) return null;
  return isAllowedByConfiguration(checked.value) ? plainAgent : guardedAgent;
}

/** Sends one request. Never throws for what the network does; redirects are not followed; the answer is cut at 256 KiB. */
export async function send(outgoing: Outgoing): Promise<Sent> {
  const startedAt = now();
  const startedMs = systemMs();
  const told = {
    leg: outgoing.leg,
    method: outgoing.method,
    url: maskTraffic(outgoing.url),
    requestHeaders: maskHeaders(Object.entries(outgoing.headers)),
    requestBody: maskTraffic(outgoing.body),
    startedAt,
  };
  const failed = (error: SendFailure): Sent => ({
    ok: false,
    error,
    exchange: {
      ...told,
      status: null,
      responseHeaders: null,
      responseBody: null,
      error,
      tookMs: systemMs() - startedMs,
    },
  });
  const agent = agentFor(outgoing);
  if (agent === null) return failed("blocked");
  try {
    const answer = await request(outgoing.url, {
      dispatcher: agent,
      method: outgoing.method,
      headers: outgoing.headers,
      body: outgoing.method === "GET" ? null : outgoing.body,
      signal: AbortSignal.timeout(outgoing.timeoutMs),
    });
    const whole = await readBody(answer);
    const body = isHidden(outgoing, answer.statusCode) ? "" : whole;
    const exchange: ExchangeRecord = {
      ...told,
      status: answer.statusCode,
      responseHeaders: maskHeaders(flatHeaders(answer.headers)),
      responseBody: maskTraffic(body),
      error: null,
      tookMs: systemMs() - startedMs,
    };
    return { ok: true, status: answer.statusCode, body, exchange };
  } catch (problem) {
    return failed(failureOf(problem));
  }
}
