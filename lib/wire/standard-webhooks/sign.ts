import { Webhook } from "standardwebhooks";

const secondsOf = (at: Date) => Math.floor(at.getTime() / 1000);

/** What is signed (the specification's "signature scheme"). */
export const standardText = (id: string, at: Date, body: string): string =>
  `${id}.${secondsOf(at).toString()}.${body}`;

/** @param secret `whsec_` and the key in base64 */
export const standardSignature = (secret: string, id: string, at: Date, body: string): string =>
  new Webhook(secret).sign(id, at, body);

/**
 * Headers of the Standard Webhooks specification for a stored body.
 * @param secrets the newest first; while a secret is being changed, the one before it signs as well
 * @param id stable over all attempts
 * @param at instant of this attempt; receivers refuse old ones
 */
export function standardHeaders(
  secrets: readonly string[],
  id: string,
  at: Date,
  body: string,
): Record<string, string> {
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": secondsOf(at).toString(),
    "webhook-signature": secrets.map((secret) => standardSignature(secret, id, at, body)).join(" "),
  };
}
