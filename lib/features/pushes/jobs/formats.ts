import { randomUUID } from "node:crypto";
import { acceptsIn, type PushFormat } from "@/lib/features/pushes/model";
import { signedForm, type PushHash } from "@/lib/wire/buckaroo/form-push";
import { hmacHeader } from "@/lib/wire/buckaroo/hmac";
import { paynowSignature } from "@/lib/wire/paynow/notification";
import { standardHeaders } from "@/lib/wire/standard-webhooks/sign";
import { signedNotification } from "@/lib/wire/trust/notification";

type Message = { readonly id: string; readonly body: string; readonly url: string };
type Signed = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

export type SigningKeys = {
  readonly secret: string;
  /** The one before, while it still counts. Only `standard` can sign with both. */
  readonly secretBefore: string | null;
  readonly websiteKey: string;
  readonly hash: PushHash;
};

/** How a planned body is sent. It is signed at each attempt with the key that is valid then (PN-E6). */
type Delivery = {
  readonly sign: (message: Message, keys: SigningKeys, at: Date) => Signed;
  readonly accepts: (status: number) => boolean;
  /** The format's own limit; the configured one may be shorter. */
  readonly timeoutMs: number;
};

const form = "application/x-www-form-urlencoded";

export const deliveries: Readonly<Record<PushFormat, Delivery>> = {
  standard: {
    sign: ({ id, body }, { secret, secretBefore }, at) => ({
      headers: standardHeaders([secret, ...(secretBefore === null ? [] : [secretBefore])], id, at, body),
      body,
    }),
    accepts: acceptsIn("standard"),
    timeoutMs: 10_000,
  },
  "buckaroo-form": {
    sign: ({ body }, { secret, hash }) => ({
      headers: { "content-type": form },
      body: signedForm(body, secret, hash),
    }),
    accepts: acceptsIn("buckaroo-form"),
    timeoutMs: 10_000,
  },
  "buckaroo-json": {
    sign: ({ body, url }, { secret, websiteKey }, at) => {
      const nonce = randomUUID().replaceAll("-", "");
      const seconds = Math.floor(at.getTime() / 1000);
      const call = { websiteKey, method: "POST", url, body, nonce, seconds } as const;
      return {
        headers: {
          "content-type": "application/json; charset=utf-8",
          Authorization: hmacHeader(secret, call),
        },
        body,
      };
    },
    accepts: acceptsIn("buckaroo-json"),
    timeoutMs: 10_000,
  },
  /** PN-4, PN-6: receivers end the repeats with any 2xx, also to say that they do not want it. */
  paynow: {
    sign: ({ body }, { secret }) => ({
      headers: { "Content-Type": "application/json", Signature: paynowSignature(secret, body) },
      body,
    }),
    accepts: acceptsIn("paynow"),
    timeoutMs: 10_000,
  },
  /** Domain.md 1.5.3, 7.4: 200 within 8 s. */
  trust: {
    sign: ({ body }, { secret }) => ({
      headers: { "content-type": form },
      body: signedNotification(body, secret),
    }),
    accepts: acceptsIn("trust"),
    timeoutMs: 8_000,
  },
};
