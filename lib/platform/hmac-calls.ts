import { findBuckarooCredential, type BuckarooCredential } from "@/lib/platform/credentials";
import { decryptSecret } from "@/lib/platform/secrets";
import { isSignedBy, readHmac, type HmacClaim } from "@/lib/wire/buckaroo/hmac";

export type HmacRefusal =
  | "header_missing"
  | "header_malformed"
  | "too_old"
  | "too_new"
  | "too_large"
  | "unknown_website"
  | "wrong_signature";

/** So far a caller's clock may be from ours. Nonces are kept for longer than twice this. */
const windowMs = 5 * 60_000;

/** `by`: the website whose key was named, where there is one; nobody has proven to be it. */
type RefusedCall = {
  readonly ok: false;
  readonly reason: HmacRefusal;
  readonly by: BuckarooCredential | null;
};

type ProvenCall = BuckarooCredential & { readonly websiteKey: string; readonly nonce: string };

type Judged = RefusedCall | { readonly ok: true; readonly value: ProvenCall };

export type IncomingCall = {
  readonly authorization: string | null;
  readonly method: "GET" | "POST";
  /** Every spelling of the address that the caller may have meant: proxies change the host. */
  readonly urls: readonly string[];
  body(): Promise<string | null>;
  readonly now: Date;
};

function secretsOf({ secret, secretBefore, secretBeforeUntil }: BuckarooCredential, now: Date): string[] {
  const isBeforeValid = secretBeforeUntil !== null && secretBeforeUntil > now;
  return [secret, ...(isBeforeValid && secretBefore !== null ? [secretBefore] : [])].map(decryptSecret);
}

function timeRefusal({ seconds }: HmacClaim, now: Date): HmacRefusal | null {
  const behindMs = now.getTime() - seconds * 1000;
  if (behindMs > windowMs) return "too_old";
  return behindMs < -windowMs ? "too_new" : null;
}

function isSigned(claim: HmacClaim, found: BuckarooCredential, call: IncomingCall, body: string): boolean {
  const secrets = secretsOf(found, call.now);
  const { websiteKey, nonce, seconds, signature } = claim;
  return call.urls
    .map((url) =>
      isSignedBy(secrets, { websiteKey, method: call.method, url, body, nonce, seconds }, signature),
    )
    .some(Boolean);
}

async function judge(call: IncomingCall, claim: HmacClaim): Promise<Judged> {
  const by = await findBuckarooCredential(claim.websiteKey);
  const no = (reason: HmacRefusal): RefusedCall => ({ ok: false, reason, by });
  const late = timeRefusal(claim, call.now);
  if (late !== null) return no(late);
  if (by === null) return no("unknown_website");
  const body = await call.body();
  if (body === null) return no("too_large");
  if (!isSigned(claim, by, call, body)) return no("wrong_signature");
  return { ok: true, value: { ...by, websiteKey: claim.websiteKey, nonce: claim.nonce } };
}

/** Domain.md 2.6.2: whose call this is, and that it comes now, to here, with this body. Its nonce is not used up yet. */
export async function verifyHmacCall(call: IncomingCall): Promise<Judged> {
  if (call.authorization === null) return { ok: false, reason: "header_missing", by: null };
  const claim = readHmac(call.authorization);
  return claim === null ? { ok: false, reason: "header_malformed", by: null } : judge(call, claim);
}
