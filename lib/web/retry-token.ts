import "server-only";
import { err, ok, type Result } from "@/lib/kernel/result";
import { env } from "@/lib/platform/env";
import { isSignatureOf, signatureOf } from "@/lib/platform/secrets";

const purpose = "retry link";
const uuidBytes = 16;
const timeBytes = 6;

export type RetryTicket = {
  readonly merchantId: string;
  /** The payment that the link was made for; later attempts follow from it. */
  readonly paymentId: string;
  readonly until: Date;
};

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll("-", ""), "hex");

const uuidOf = (bytes: Buffer) =>
  bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/** Nothing is stored: the token is both ids, the end, and our signature over them. */
export function retryToken({ merchantId, paymentId, until }: RetryTicket): string {
  const time = Buffer.alloc(timeBytes);
  time.writeUIntBE(Math.floor(until.getTime() / 1000), 0, timeBytes);
  const ticket = Buffer.concat([bytesOf(merchantId), bytesOf(paymentId), time]).toString("base64url");
  return `${ticket}.${signatureOf(purpose, ticket)}`;
}

export const retryAddress = (ticket: RetryTicket): string =>
  new URL(`/retry/${retryToken(ticket)}`, env().baseUrl).href;

/** Reads a token that we signed ourselves; one that is over says so. */
export function readRetryToken(token: string, now: Date): Result<RetryTicket, "forged" | "expired"> {
  const [ticket, signature] = token.split(".");
  if (ticket === undefined || signature === undefined) return err("forged");
  if (!isSignatureOf(purpose, ticket, signature)) return err("forged");
  const bytes = Buffer.from(ticket, "base64url");
  if (bytes.length !== 2 * uuidBytes + timeBytes) return err("forged");
  const until = new Date(bytes.readUIntBE(2 * uuidBytes, timeBytes) * 1000);
  if (until <= now) return err("expired");
  return ok({
    merchantId: uuidOf(bytes.subarray(0, uuidBytes)),
    paymentId: uuidOf(bytes.subarray(uuidBytes, 2 * uuidBytes)),
    until,
  });
}
