import { afterAll, beforeAll } from "vitest";
import { startAcquirer } from "@/sandbox/acquirer/acquirer";
import { closeDatabase } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { closeFactories } from "@/prisma/factories/shop";

/** The sandbox's acquirer on loopback for the tests of one file, asked by the product over real HTTP. */
export function useAcquirer(variables: Readonly<Record<string, string>> = {}): void {
  let stop: (() => Promise<void>) | null = null;
  beforeAll(async () => {
    const running = await startAcquirer({
      port: 0,
      journal: null,
      lateMs: 3_000,
      pendingMs: 1_000,
      now: () => new Date(),
      die: () => undefined,
    });
    stop = running.stop;
    Object.assign(process.env, {
      BASE_URL: "http://portal.example",
      GATEWAY_URL: running.url,
      GATEWAY_TIMEOUT_MS: "1500",
      LOG_LEVEL: process.env["LOG_LEVEL"] ?? "error",
      ...variables,
    });
  });
  afterAll(async () => {
    await closeDatabase();
    await closeFactories();
    await stop?.();
  });
}

/** Tells the acquirer how to behave from now on: its mode, or what is in the merchant's balance. */
export async function controlAcquirer(change: object): Promise<void> {
  const answer = await fetch(`${env().gatewayUrl}/control`, { method: "POST", body: JSON.stringify(change) });
  if (!answer.ok) throw new Error(await answer.text());
}

export type BookedSums = {
  readonly reference: string;
  readonly captured: number;
  readonly refunded: number;
  readonly held: number;
  readonly reversed: number;
};

/** What the acquirer's own books say about the authorisation under this reference. */
export async function bookedSums(reference: string): Promise<BookedSums | undefined> {
  const { accounts } = (await (await fetch(`${env().gatewayUrl}/ledger`)).json()) as {
    accounts: BookedSums[];
  };
  return accounts.find((booked) => booked.reference === reference);
}
