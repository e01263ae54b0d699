import { afterEach } from "vitest";
import { startAcquirer } from "./acquirer";

const visa = { number: "4111111111111111", expiry: "12/30", securityCode: "123" };
export const visaNumber = visa.number;
export const noon = new Date("2026-03-01T12:00:00Z");
/** How long a bank payment waits with the acquirer of a test. */
export const pendingMs = 1_000;

const stops: (() => Promise<void>)[] = [];

/** Stops the acquirers of a test when it ends. */
export function stopAcquirers(): void {
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
}

type Purchase = {
  readonly number?: string;
  readonly expiry?: string;
  readonly minor?: number;
  readonly method?: string;
  readonly initialReference?: string | null;
  readonly preAuthorisation?: boolean;
};
export type ItemWish = {
  readonly operationId: string;
  readonly kind: "capture" | "refund" | "held_refund";
  readonly reference: unknown;
  readonly minor: number;
};

const euros = (minor: number) => ({ minor, currency: "EUR" });

function authorisationOf({ method, initialReference = null, minor = 1250, ...wish }: Purchase) {
  const { preAuthorisation = false, ...card } = wish;
  return {
    siteReference: "shop",
    amount: euros(minor),
    method: method ?? "card",
    card: method === undefined && initialReference === null ? { ...visa, ...card } : null,
    initialReference,
    preAuthorisation,
  };
}

type Answer = { readonly status: number; readonly body: Record<string, unknown> };
type Ask = (path: string, init?: RequestInit) => Promise<Answer>;

/** What a portal says, in the words of the wire. */
function wordsOf(call: Ask) {
  const post = (path: string, key: string, body: unknown, timeoutMs = 10_000) =>
    call(path, {
      method: "POST",
      headers: { "idempotency-key": key },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
  const authorise = (key: string, wish: Purchase = {}, timeoutMs?: number) =>
    post("/authorisations", key, authorisationOf(wish), timeoutMs);
  const followUp = (path: string, key: string, reference: unknown, minor: number, more: object = {}) =>
    post(path, key, { authorisationReference: reference, amount: euros(minor), ...more });
  return {
    authorise,
    followUp,
    /** A card payment that is captured in full; gives its reference. */
    paid: async (key: string, minor = 10_000) => {
      const { body } = await authorise(key, { minor });
      await followUp("/captures", `${key}-capture`, body["reference"], minor);
      return body["reference"];
    },
    hold: (key: string, reference: unknown, minor: number) =>
      followUp("/refunds", key, reference, minor, { isHeld: true }),
    reverse: (key: string, wish: { reference?: unknown; originalOperationId?: string }) =>
      post("/reversals", key, { reference: null, originalOperationId: null, ...wish }),
    settle: async (...items: readonly ItemWish[]) => {
      const sent = items.map(({ minor, ...item }) => ({ ...item, amount: euros(minor) }));
      const answer = await post("/settlements", "", { items: sent });
      return { ...answer, items: answer.body["items"] as readonly Record<string, unknown>[] };
    },
    inquire: (key: string) => call(`/inquiries/${key}`),
    control: (change: unknown) => call("/control", { method: "POST", body: JSON.stringify(change) }),
    /** The sums of the authorisation that was asked for under this key. */
    sumsOf: async (key: string) => {
      const { body } = await call(`/ledger?operation=${key}`);
      return (body["accounts"] as readonly Record<string, unknown>[])[0];
    },
  };
}

/** An acquirer on loopback and a caller of it. */
export async function openAcquirer(overrides: { journal?: string; clock?: { now: Date } } = {}) {
  const deaths: string[] = [];
  const running = await startAcquirer({
    port: 0,
    journal: overrides.journal ?? null,
    lateMs: 200,
    pendingMs,
    now: () => overrides.clock?.now ?? noon,
    die: () => deaths.push("died"),
  });
  stops.push(running.stop);
  const call: Ask = async (path, init = {}) => {
    const answer = await fetch(`${running.url}${path}`, init);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return { call, ...wordsOf(call), deaths, stop: running.stop };
}
