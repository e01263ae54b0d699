import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { Webhook } from "standardwebhooks";

type Push = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly path: string;
};
type Check = (push: Push, secret: string) => boolean;

const same = (given: string | null | undefined, right: string) => {
  const [one, other] = [Buffer.from(given ?? ""), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
};

const standard: Check = ({ body, headers }, secret) => {
  try {
    new Webhook(secret).verify(body, { ...headers });
    return true;
  } catch {
    return false;
  }
};

const paynow: Check = ({ body, headers }, secret) =>
  same(headers["signature"], createHmac("sha256", secret).update(body.trim()).digest("base64"));

/** As Buckaroo's SDK for PHP does it (wire.md 3.1): the hash follows from the length of the signature. */
const buckarooForm: Check = ({ body }, secret) => {
  const fields = [...new URLSearchParams(body)];
  const given = fields.find(([name]) => name.toLowerCase() === "brq_signature")?.[1];
  const hash = { 40: "sha1", 64: "sha256", 128: "sha512" }[given?.length ?? 0];
  if (hash === undefined) return false;
  const text = fields
    .filter(([name]) => /^(brq|add|cust)_/i.test(name) && name.toLowerCase() !== "brq_signature")
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a.toLowerCase()), Buffer.from(b.toLowerCase())))
    .map(([name, value]) => `${name}=${value}`)
    .join("");
  return same(given, createHash(hash).update(text).update(secret).digest("hex"));
};

const mostApartSeconds = 300;

/** As Buckaroo's SDK for Node does it (wire.md 3.2): over the body decoded and encoded again. */
const buckarooJson: Check = ({ body, headers, path }, secret) => {
  const [key, hash, nonce, seconds] = (headers["authorization"] ?? "").replace(/^hmac /, "").split(":");
  const isFresh = Math.abs(Date.now() / 1000 - Number(seconds)) <= mostApartSeconds;
  const uri = encodeURIComponent(`${headers["host"] ?? ""}${path}`).toLowerCase();
  const content = createHash("md5")
    .update(JSON.stringify(JSON.parse(body)))
    .digest("base64");
  const text = [key, "POST", uri, seconds, nonce, content].join("");
  return isFresh && same(hash, createHmac("sha256", secret).update(text).digest("base64"));
};

const trust: Check = ({ body }, secret) => {
  const form = new URLSearchParams(body);
  const own = new Set(["responsesitesecurity", "notificationreference"]);
  const values = [...form].filter(([name]) => !own.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash("sha256").update(values.map(([, value]) => value).join("") + secret);
  return same(form.get("responsesitesecurity"), hash.digest("hex"));
};

function checkFor({ headers, body }: Push): Check {
  if (headers["webhook-signature"] !== undefined) return standard;
  if (headers["authorization"]?.startsWith("hmac ") === true) return buckarooJson;
  if (headers["signature"] !== undefined) return paynow;
  return /(^|&)brq_/i.test(body) ? buckarooForm : trust;
}

/** Whether a push comes from who knows the secret, in whichever format it is. */
export function isGenuine(push: Push, secret: string): boolean {
  try {
    return checkFor(push)(push, secret);
  } catch {
    return false;
  }
}
