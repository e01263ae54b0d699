import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { env } from "@/lib/platform/env";

const key = () => Buffer.from(env().secretsKey, "base64");

/** AES-256-GCM; the text holds nonce, tag and cipher in base64url, separated by dots. */
export function encryptSecret(plain: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key(), nonce);
  const data = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return [nonce, cipher.getAuthTag(), data].map((part) => part.toString("base64url")).join(".");
}

/** @throws when the text was not made by `encryptSecret` with the same key. */
export function decryptSecret(text: string): string {
  const [nonce, tag, data] = text.split(".").map((part) => Buffer.from(part, "base64url"));
  if (!nonce || !tag || !data) throw new Error("not an encrypted secret");
  const decipher = createDecipheriv("aes-256-gcm", key(), nonce);
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(data), decipher.final()]).toString("utf8");
}

/** SHA-256 in hex, for keys with enough randomness of their own and for fingerprints. */
export const digestOf = (text: string | Uint8Array): string =>
  createHash("sha256").update(text).digest("hex");

/** A key of 256 random bits with a readable beginning. */
export const newKey = (prefix: string): string => `${prefix}_${newToken()}`;

/** 256 random bits, as they stand in links. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** The secret of a website's pushes, as the Standard Webhooks specification writes it. */
export const newPushSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

/** A machine's password: 24 characters that need no escaping anywhere. */
export const newPassword = (): string => randomBytes(18).toString("base64url");

/** Argon2id with the parameters of RFC 9106's second choice, cut to what a sign-in may cost. */
export const hashPassword = (password: string): Promise<string> =>
  hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });

export const passwordMatches = (stored: string, password: string): Promise<boolean> =>
  verify(stored, password);

/** A key of its own for each purpose, derived from the installation's secret (RFC 5869). */
const derivedKey = (purpose: string) => Buffer.from(hkdfSync("sha256", key(), "", purpose, 32));

/** HMAC-SHA256 in base64url. */
export const signatureOf = (purpose: string, text: string): string =>
  createHmac("sha256", derivedKey(purpose)).update(text).digest("base64url");

export function isSignatureOf(purpose: string, text: string, signature: string): boolean {
  const right = Buffer.from(signatureOf(purpose, text));
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right);
}
