import { createHmac, timingSafeEqual } from "node:crypto";

const windowMs = 5 * 60_000;

type Word = { readonly secret: string | null; readonly header: string | null; readonly body: string };

/** `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over the time, a dot and the body, not older than five minutes by the system's clock. */
export function isSignedWord({ secret, header, body }: Word, systemMs: number): boolean {
  const [, seconds, signature] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? "") ?? [];
  if (secret === null || seconds === undefined || signature === undefined) return false;
  if (Math.abs(systemMs - Number(seconds) * 1000) > windowMs) return false;
  const right = createHmac("sha256", secret).update(`${seconds}.${body}`).digest();
  return timingSafeEqual(right, Buffer.from(signature, "hex"));
}
