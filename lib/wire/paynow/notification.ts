import { createHmac } from "node:crypto";
import { localTime } from "@/lib/kernel/zoned-day";

/** The seven words of domain.md 5.2. */
type PaynowStatus = "NEW" | "PENDING" | "CONFIRMED" | "REJECTED" | "ERROR" | "EXPIRED" | "ABANDONED";

export type PaynowNotice = {
  readonly paymentId: string;
  readonly externalId: string;
  readonly status: PaynowStatus;
  readonly modifiedAt: Date;
};

/** Paynow's clock (domain.md X-3); its texts carry no zone. */
const zone = "Europe/Warsaw";

/**
 * The body of a notification. Receivers compare `modifiedAt` as text and refuse an older one, so it has
 * always the same shape (wire.md 2).
 */
export function paynowBody({ paymentId, externalId, status, modifiedAt }: PaynowNotice): string {
  const at = localTime(modifiedAt, zone).local.replace(" ", "T");
  return JSON.stringify({ paymentId, externalId, status, modifiedAt: at });
}

/** Base64 of HMAC-SHA256 over the bytes of the body (domain.md 5.5). */
export const paynowSignature = (key: string, body: string): string =>
  createHmac("sha256", key).update(body, "utf8").digest("base64");
