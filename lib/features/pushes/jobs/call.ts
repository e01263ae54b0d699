import type { ClaimedPush } from "@/lib/features/pushes/jobs/claim";
import { deliveries, type SigningKeys } from "@/lib/features/pushes/jobs/formats";
import { addressFor, pushFormatOf, type AttemptOutcome } from "@/lib/features/pushes/model";
import { now, systemMs } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { send, type Sent } from "@/lib/platform/http";
import { decryptSecret } from "@/lib/platform/secrets";

/** Where the next attempt goes: to the request's own address or to the website's as it is now (PN-E3). */
export const urlOf = (push: ClaimedPush): string | null => push.ownUrl ?? addressFor(push, push.isFailure);

/** What is needed to send a message in a website's name. */
type Sendable = Pick<
  ClaimedPush,
  "id" | "format" | "body" | "pushSecret" | "pushSecretBefore" | "pushSecretUntil" | "websiteKey" | "pushHash"
>;

const opened = new Map<string, string>();
const mostOpened = 500;

/** Opening a secret costs as much as signing with it, and a lane has few. */
function secretOf(text: string): string {
  const known = opened.get(text);
  if (known !== undefined) return known;
  if (opened.size >= mostOpened) opened.clear();
  const secret = decryptSecret(text);
  opened.set(text, secret);
  return secret;
}

function keysOf(push: Sendable): SigningKeys {
  const { pushSecretBefore: before, pushSecretUntil: until } = push;
  const isBoth = before !== null && until !== null && until > now();
  return {
    secret: secretOf(push.pushSecret),
    secretBefore: isBoth ? secretOf(before) : null,
    websiteKey: push.websiteKey,
    hash: push.pushHash,
  };
}

const deliveryOf = (push: Sendable) => deliveries[pushFormatOf(push.format)];

export function callShop(push: Sendable, url: string): Promise<Sent> {
  const { sign, timeoutMs } = deliveryOf(push);
  // Receivers compare the signed time with their own clock, which the sandbox does not move.
  const { headers, body } = sign({ id: push.id, body: push.body, url }, keysOf(push), new Date(systemMs()));
  return send({
    leg: "us_to_shop",
    method: "POST",
    url,
    headers: { "webhook-id": push.id, ...headers, "user-agent": "Counterfoil/1" },
    body,
    timeoutMs: Math.min(timeoutMs, env().pushTimeoutMs),
    guarded: true,
  });
}

export function outcomeOf(push: ClaimedPush, sent: Sent): AttemptOutcome {
  if (sent.ok) return deliveryOf(push).accepts(sent.status) ? "accepted" : "refused";
  if (sent.error === "blocked") return "blocked";
  return sent.error === "timeout" ? "timeout" : "unreachable";
}
