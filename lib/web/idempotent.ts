import { setTimeout as pause } from "node:timers/promises";
import { systemMs } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { claimKey, completeKey, readKey, type KeptAnswer, type KeyPlace } from "@/lib/platform/idempotency";
import { digestOf } from "@/lib/platform/secrets";
import type { Caller } from "@/lib/web/endpoint";
import { problem, type Answer } from "@/lib/web/problem";

const longestWaitMs = 5_000;
const retryAfterSeconds = "2";

/** The same value however its fields are ordered and spaced. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
  return `{${fields.join(",")}}`;
}

export const fingerprintOf = (method: string, path: string, body: unknown): string =>
  digestOf(`${method} ${path} ${canonical(body)}`);

/** What makes the effect happen once, whoever runs it: made from website and key, so a repeat finds the first. */
export const intentOf = ({ websiteId, key }: KeyPlace): string => `api:${websiteId}:${digestOf(key)}`;

/** The same wish under every request that carries it: what it caused can be found again after a crash. */
export function correlationOf(place: KeyPlace): string {
  const hex = digestOf(intentOf(place));
  // A UUID of version 8, the one for values of one's own making (RFC 9562).
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** How a protocol tells what the first request with a key came to. */
export type ReplayWords = {
  readonly replay: (kept: KeptAnswer) => Answer;
  readonly stillRunning: () => Answer;
  readonly reused: () => Answer;
};

const replay = ({ status, body }: KeptAnswer): Answer => ({
  status,
  headers: {
    "content-type": status < 400 ? "application/json" : "application/problem+json",
    "cache-control": "no-store",
    "idempotency-replayed": "true",
  },
  body,
});

const stillRunning = () =>
  problem("still_running", "Repeat the request with the same key in a moment.", {
    headers: { "retry-after": retryAfterSeconds },
  });

const reused = () =>
  problem("idempotency_key_reused", "This key was first used with another address or body. Use a new key.");

const ourWords: ReplayWords = { replay, stillRunning, reused };

/** Past this age the first request cannot be running any more: its process died before it could answer. */
const abandonedAfterMs = () => env().gatewayTimeoutMs * 2;

type Work = { readonly place: KeyPlace; readonly words: ReplayWords; readonly run: () => Promise<Answer> };

async function runAndKeep(caller: Caller, { place, words, run }: Work): Promise<Answer> {
  const answer = await run();
  if (answer.isOpen === true || (await completeKey(caller.actor, place, answer))) return answer;
  const first = await readKey(caller.actor, place);
  return first?.answer ? words.replay(first.answer) : answer;
}

async function waitForFirst(caller: Caller, { place, words }: Work): Promise<Answer | "abandoned"> {
  const until = systemMs() + longestWaitMs;
  for (let waitMs = 20; ; waitMs = Math.min(waitMs * 2, 320)) {
    const first = await readKey(caller.actor, place);
    if (first?.answer) return words.replay(first.answer);
    if (first && first.ageMs > abandonedAfterMs()) return "abandoned";
    if (systemMs() + waitMs > until) return words.stillRunning();
    await pause(waitMs);
  }
}

/**
 * Runs a write once per website and key, for ever: the same parameters get the first answer again,
 * other parameters are refused. `run` must be harmless to repeat with the same intent: after a crash, and
 * after an answer that was open still, it runs again and tells what is true.
 */
export async function idempotent(
  caller: Caller,
  place: KeyPlace,
  fingerprint: string,
  run: () => Promise<Answer>,
  words: ReplayWords = ourWords,
): Promise<Answer> {
  const work = { place, words, run };
  if (await claimKey(caller.actor, place, fingerprint)) return runAndKeep(caller, work);
  const first = await readKey(caller.actor, place);
  if (first !== null && first.fingerprint !== fingerprint) return words.reused();
  const waited = await waitForFirst(caller, work);
  return waited === "abandoned" ? runAndKeep(caller, work) : waited;
}
