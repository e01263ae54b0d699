import { createHmac, timingSafeEqual } from "node:crypto";
import type { BankPort } from "@/lib/platform/bank/port";
import { sandboxBank } from "@/lib/platform/bank/sandbox-bank";
import { env } from "@/lib/platform/env";

let known: BankPort | null = null;

/** The bank of this installation's mandates; null where none is configured. */
export function bank(): BankPort | null {
  const { bankUrl: url, gatewayTimeoutMs: timeoutMs } = env();
  if (url === null) return null;
  return (known ??= sandboxBank({ url, timeoutMs }));
}

const windowMs = 5 * 60_000;

/** `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over the time, a dot and the body, not older than five minutes by the system's clock. */
export function isBanksWord(header: string | null, body: string, systemMs: number): boolean {
  const { bankSecret } = env();
  const [, seconds, signature] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? "") ?? [];
  if (bankSecret === null || seconds === undefined || signature === undefined) return false;
  if (Math.abs(systemMs - Number(seconds) * 1000) > windowMs) return false;
  const right = createHmac("sha256", bankSecret).update(`${seconds}.${body}`).digest();
  return timingSafeEqual(right, Buffer.from(signature, "hex"));
}
