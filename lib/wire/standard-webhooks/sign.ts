import { Webhook } from "standardwebhooks";

/**
 * Headers of the Standard Webhooks specification for a stored body.
 * @param secret `whsec_` and the key in base64
 * @param id stable over all attempts
 * @param at instant of this attempt; receivers refuse old ones
 */
export function standardHeaders(secret: string, id: string, at: Date, body: string): Record<string, string> {
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": Math.floor(at.getTime() / 1000).toString(),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  };
}
