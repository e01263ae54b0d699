import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { yesOrNo, type Format, type Push } from "./push";

const same = (given: string | null | undefined, right: string) => {
  const [one, other] = [Buffer.from(given ?? ""), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
};

/** As Buckaroo's SDK for PHP does it (wire.md 3.1): the hash follows from the length of the signature. */
function isSignedForm({ text }: Push, secret: string): boolean {
  const fields = [...new URLSearchParams(text)];
  const given = fields.find(([name]) => name.toLowerCase() === "brq_signature")?.[1];
  const hash = { 40: "sha1", 64: "sha256", 128: "sha512" }[given?.length ?? 0];
  if (hash === undefined) return false;
  const signed = fields
    .filter(([name]) => /^(brq|add|cust)_/i.test(name) && name.toLowerCase() !== "brq_signature")
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a.toLowerCase()), Buffer.from(b.toLowerCase())))
    .map(([name, value]) => `${name}=${value}`)
    .join("");
  return same(given, createHash(hash).update(signed).update(secret).digest("hex"));
}

const mostApartSeconds = 300;

/** As Buckaroo's SDK for Node does it (wire.md 3.2): over the body decoded and encoded again. */
function isSignedJson({ text, headers, path }: Push, secret: string): boolean {
  const [key, hash, nonce, seconds] = (headers["authorization"] ?? "").replace(/^hmac /, "").split(":");
  const isFresh = Math.abs(Date.now() / 1000 - Number(seconds)) <= mostApartSeconds;
  const uri = encodeURIComponent(`${headers["host"] ?? ""}${path}`).toLowerCase();
  const content = createHash("md5")
    .update(JSON.stringify(JSON.parse(text)))
    .digest("base64");
  const signed = [key, "POST", uri, seconds, nonce, content].join("");
  return isFresh && same(hash, createHmac("sha256", secret).update(signed).digest("base64"));
}

/** Buckaroo's pushes bear no name of their own. */
const messageId = () => null;

export const buckarooForm: Format = {
  owns: ({ text }) => /(^|&)brq_/i.test(text),
  verify: (secret, push) => isSignedForm(push, secret),
  messageId,
  answer: yesOrNo,
};

export const buckarooJson: Format = {
  owns: ({ headers }) => headers["authorization"]?.startsWith("hmac ") === true,
  verify: (secret, push) => {
    try {
      return isSignedJson(push, secret);
    } catch {
      return false;
    }
  },
  messageId,
  answer: yesOrNo,
};
