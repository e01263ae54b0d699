import { paynowWaits } from "@/lib/kernel/schedule";
import type { PushFormat } from "@/lib/features/pushes/model";
import { paynowSignature } from "@/lib/wire/paynow/notification";
import { standardHeaders } from "@/lib/wire/standard-webhooks/sign";
import { signedNotification } from "@/lib/wire/trust/notification";

type Message = { readonly id: string; readonly body: string };
type Signed = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** How a planned body is sent. It is signed at each attempt with the key that is valid then (PN-E6). */
type Delivery = {
  readonly sign: (message: Message, secret: string, at: Date) => Signed;
  readonly accepts: (status: number) => boolean;
  /** The format's own limit; the configured one may be shorter. */
  readonly timeoutMs: number;
  /** Seconds between attempts, each counted from the one before. */
  readonly waits: readonly number[];
};

const anySuccess = (status: number) => status >= 200 && status < 300;

export const deliveries: Readonly<Record<PushFormat, Delivery>> = {
  standard: {
    sign: ({ id, body }, secret, at) => ({ headers: standardHeaders(secret, id, at, body), body }),
    accepts: anySuccess,
    timeoutMs: 10_000,
    waits: paynowWaits,
  },
  /** PN-4, PN-6: receivers end the repeats with any 2xx, also to say that they do not want it. */
  paynow: {
    sign: ({ body }, secret) => ({
      headers: { "Content-Type": "application/json", Signature: paynowSignature(secret, body) },
      body,
    }),
    accepts: anySuccess,
    timeoutMs: 10_000,
    waits: paynowWaits,
  },
  /** Domain.md 1.5.3, 7.4: 200 within 8 s; how Trust repeats is not known. */
  trust: {
    sign: ({ body }, secret) => ({
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: signedNotification(body, secret),
    }),
    accepts: (status) => status === 200,
    timeoutMs: 8_000,
    waits: paynowWaits,
  },
};
