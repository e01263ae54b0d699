import type { IncomingHttpHeaders } from "node:http";
import { Agent, type Dispatcher } from "undici";
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

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

/** Reads one answer without a stream, which would cost more than the rest of a call. */
class Reading implements Dispatcher.DispatchHandler {
  private readonly parts: Buffer[] = [];
  private readonly resolve: (answer: Answer) => void;
  private readonly reject: (problem: Error) => void;
  private readonly timer: NodeJS.Timeout;
  private controller: Dispatcher.DispatchController | null = null;
  private late: Error | null = null;
  private size = 0;
  private status = 0;
  private headers: IncomingHttpHeaders = {};

  constructor(timeoutMs: number, resolve: (answer: Answer) => void, reject: (problem: Error) => void) {
    this.resolve = resolve;
    this.reject = reject;
    this.timer = setTimeout(() => {
      this.late = new DOMException("the time is up", "TimeoutError");
      this.controller?.abort(this.late);
      reject(this.late);
    }, timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController) {
    this.controller = controller;
    if (this.late !== null) controller.abort(this.late);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders) {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, part: Buffer) {
    this.parts.push(part);
    this.size += part.length;
    if (this.size < maxAnswerBytes) return;
    this.onResponseEnd();
    controller.abort(new Error("the rest of the answer is not wanted"));
  }

  onResponseEnd() {
    clearTimeout(this.timer);
    const body = Buffer.concat(this.parts).subarray(0, maxAnswerBytes).toString("utf8");
    this.resolve({ status: this.status, headers: this.headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, problem: Error) {
    clearTimeout(this.timer);
    this.reject(problem);
  }
}

const call = (agent: Agent, { url, method, headers, body, timeoutMs }: Outgoing): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { origin, pathname, search } = new URL(url);
    const reading = new Reading(timeoutMs, resolve, reject);
    // Reading has the one limit, over everything.
    const limits = { headersTimeout: 0, bodyTimeout: 0 };
    const sent = { method, headers, body: method === "GET" ? null : body };
    agent.dispatch({ origin, path: `${pathname}${search}`, ...sent, ...limits }, reading);
  });

const flatHeaders = (headers: IncomingHttpHeaders): [string, string][] =>
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
    const answer = await call(agent, outgoing);
    const body = isHidden(outgoing, answer.status) ? "" : answer.body;
    const exchange: ExchangeRecord = {
      ...told,
      status: answer.status,
      responseHeaders: maskHeaders(flatHeaders(answer.headers)),
      responseBody: maskTraffic(body),
      error: null,
      tookMs: systemMs() - startedMs,
    };
    return { ok: true, status: answer.status, body, exchange };
  } catch (problem) {
    return failed(failureOf(problem));
  }
}
