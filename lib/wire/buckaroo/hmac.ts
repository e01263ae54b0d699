import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export type SignedCall = {
  readonly websiteKey: string;
  readonly method: "GET" | "POST";
  /** Whole, with its scheme. */
  readonly url: string;
  readonly body: string;
  readonly nonce: string;
  /** Unix time. */
  readonly seconds: number;
};

/** Percent-encoded as a whole, without the scheme, lower case (wire.md 3.2). */
export const signedUri = (url: string): string =>
  encodeURIComponent(url.replace(/^https?:\/\//i, "")).toLowerCase();

/** Base64 of the MD5 of the body; nothing for an empty one. */
export const signedContent = (body: string): string =>
  body === "" ? "" : createHash("md5").update(body, "utf8").digest("base64");

/** What is signed, byte for byte (domain.md 2.6.2). */
export const signedText = ({ websiteKey, method, url, body, nonce, seconds }: SignedCall): string =>
  `${websiteKey}${method}${signedUri(url)}${seconds.toString()}${nonce}${signedContent(body)}`;

export const hmacSignature = (secret: string, call: SignedCall): string =>
  createHmac("sha256", secret).update(signedText(call), "utf8").digest("base64");

/** The value of `Authorization`. */
export const hmacHeader = (secret: string, call: SignedCall): string =>
  `hmac ${call.websiteKey}:${hmacSignature(secret, call)}:${call.nonce}:${call.seconds.toString()}`;

export type HmacClaim = {
  readonly websiteKey: string;
  readonly signature: string;
  readonly nonce: string;
  readonly seconds: number;
};

const shape = /^hmac ([A-Za-z0-9]{1,40}):([A-Za-z0-9+/]{43}=):([\x21-\x39\x3b-\x7e]{1,64}):(\d{1,12})$/i;

/** Null unless the header has its four parts, each of a likely shape. */
export function readHmac(header: string | null): HmacClaim | null {
  const [, websiteKey, signature, nonce, seconds] = shape.exec(header?.trim() ?? "") ?? [];
  if (websiteKey === undefined || signature === undefined || nonce === undefined) return null;
  return { websiteKey, signature, nonce, seconds: Number(seconds) };
}

/** Whether one of the secrets made the signature, in a time that does not tell how much of it was right. */
export function isSignedBy(secrets: readonly string[], call: SignedCall, signature: string): boolean {
  const given = Buffer.from(signature, "base64");
  return secrets
    .map((secret) => Buffer.from(hmacSignature(secret, call), "base64"))
    .map((right) => right.length === given.length && timingSafeEqual(right, given))
    .some(Boolean);
}
