import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Money } from "@/lib/kernel/money";
import { nextPurchase, refundOf, type Purchase } from "./people/purchase";
import { randomFrom, type Random } from "./people/random";
import { customersOf } from "./people/shops";

type TrafficShop = { readonly siteReference: string; readonly apiKey: string };

export type TrafficOptions = {
  readonly baseUrl: string;
  readonly shops: readonly [TrafficShop, ...TrafficShop[]];
  readonly seed: number;
  /** The mean pause between two customers. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
};

const Paid = z.object({ id: z.string(), status: z.string(), captureMode: z.string() });
type Sold = {
  readonly id: string;
  readonly amount: Money;
  readonly apiKey: string;
  /** Paid, and not yet taken: it is captured when it ships. */
  readonly isHeld: boolean;
};

const waitsAtMostMs = 60_000;
const keepsAtMost = 40;

async function call(
  options: TrafficOptions,
  apiKey: string,
  path: string,
  key: string,
  body: unknown,
): Promise<unknown> {
  const answer = await fetch(`${options.baseUrl}/api/v1/payments${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${apiKey}`,
      "content-type": "application/json",
      "idempotency-key": key,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.any([options.signal, AbortSignal.timeout(waitsAtMostMs)]),
  });
  if (!answer.ok)
    options.report(`the portal answered ${answer.status} to ${path === "" ? "a payment" : path}`);
  return answer.ok ? answer.json() : null;
}

const payload = ({ card, ...purchase }: Purchase) => ({ ...purchase, ...(card === null ? {} : { card }) });

async function buy(options: TrafficOptions, random: Random, number: number): Promise<Sold | null> {
  const { siteReference, apiKey } = random.pick(options.shops);
  const purchase = nextPurchase(random, number, customersOf(siteReference));
  const read = Paid.safeParse(
    await call(options, apiKey, "", `traffic-${options.seed}-${number}`, payload(purchase)),
  );
  const isHeld = read.data?.captureMode === "manual" && read.data.status === "authorised";
  if (!read.success || (read.data.status !== "completed" && !isHeld)) return null;
  return { id: read.data.id, amount: purchase.amount, apiKey, isHeld };
}

/** A parcel leaves now and then; what it holds is captured (FP-11). */
async function ship(options: TrafficOptions, random: Random, sold: Sold[]): Promise<void> {
  const held = sold.findIndex(({ isHeld }) => isHeld);
  const parcel = sold[held];
  if (parcel === undefined || !random.chance(0.15)) return;
  await call(options, parcel.apiKey, `/${parcel.id}/shipments`, `traffic-parcel-${parcel.id}`, {
    carrier: "DHL",
  });
  sold[held] = { ...parcel, isHeld: false };
}

async function giveBack(options: TrafficOptions, random: Random, sold: Sold): Promise<void> {
  const body = { amount: refundOf(random, sold.amount), reason: "Returned by the customer" };
  await call(options, sold.apiKey, `/${sold.id}/refunds`, `traffic-refund-${sold.id}`, body);
}

async function serveOne(
  options: TrafficOptions,
  random: Random,
  number: number,
  sold: Sold[],
): Promise<void> {
  const bought = await buy(options, random, number);
  if (bought !== null) sold.push(bought);
  await ship(options, random, sold);
  const returned = random.chance(0.07) ? sold.shift() : undefined;
  if (returned?.isHeld === false) await giveBack(options, random, returned);
  if (sold.length > keepsAtMost) sold.shift();
}

/** Customers who come one by one until the signal says stop. The people are the same for the same seed. */
export async function runTraffic(options: TrafficOptions): Promise<void> {
  const random = randomFrom(options.seed);
  const sold: Sold[] = [];
  for (let number = 1; !options.signal.aborted; number += 1) {
    const pauseMs = options.everyMs * (0.3 + random.next() * 1.4);
    await sleep(pauseMs, undefined, { signal: options.signal })
      .then(() => serveOne(options, random, number, sold))
      .catch((error: unknown) => {
        if (!options.signal.aborted) options.report(error instanceof Error ? error.message : "no answer");
      });
  }
}
