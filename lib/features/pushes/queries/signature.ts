import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import { addressFor, pushFormatOf, type PushFormat } from "@/lib/features/pushes/model";
import { pushHashOf, type PushHash } from "@/lib/features/websites/model";
import { now, systemMs } from "@/lib/platform/clock";
import { decryptSecret } from "@/lib/platform/secrets";
import { reading, type Db } from "@/lib/platform/tx";

const read = (db: Db, scope: MerchantScope, id: string) =>
  db.push.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      id: true,
      eventType: true,
      format: true,
      body: true,
      isFailure: true,
      ownUrl: true,
      website: {
        select: {
          name: true,
          pushUrl: true,
          pushUrlFailure: true,
          pushHash: true,
          pushSecret: true,
          pushSecretBefore: true,
          pushSecretUntil: true,
          websiteKey: true,
        },
      },
      attempts: {
        orderBy: { number: "asc" },
        select: { number: true, url: true, startedAt: true, exchangeId: true },
      },
    },
  });
type Push = NonNullable<Awaited<ReturnType<typeof read>>>;
type Attempt = Push["attempts"][number];

/** What an attempt signed besides the body, as its stored headers tell. */
type Signed = { readonly at: Date; readonly nonce: string };

const ofUnixTime = (seconds: string) => new Date(Number(seconds) * 1000);

function signedIn(headers: unknown): Signed | null {
  const named = Object.entries((headers ?? {}) as Record<string, string>).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  const { authorization = "", "webhook-timestamp": seconds } = Object.fromEntries(named);
  const [, nonce, at] = /^hmac [^:]+:[^:]+:([^:]+):(\d+)$/i.exec(authorization) ?? [];
  if (nonce !== undefined && at !== undefined) return { nonce, at: ofUnixTime(at) };
  return seconds === undefined ? null : { nonce: "", at: ofUnixTime(seconds) };
}

async function readSigned(db: Db, scope: MerchantScope, attempt: Attempt | null): Promise<Signed | null> {
  if (attempt === null || attempt.exchangeId === null) return null;
  const exchange = await db.exchange.findUnique({
    where: { merchantId_id: { merchantId: scope, id: attempt.exchangeId } },
    select: { requestHeaders: true },
  });
  return signedIn(exchange?.requestHeaders);
}

export type SignedPush = {
  readonly format: PushFormat;
  readonly id: string;
  readonly body: string;
  readonly url: string;
  readonly at: Date;
  readonly nonce: string;
  readonly websiteKey: string;
  readonly hash: PushHash;
};

const bothMs = 24 * 3_600_000;

/** With which secret an attempt was signed, as far as the last change of secrets tells. */
function signedWith(
  { pushSecretUntil: until }: Push["website"],
  attempt: Attempt | null,
): "now" | "before" | "gone" {
  if (until === null || attempt === null) return "now";
  if (attempt.startedAt.getTime() >= until.getTime() - bothMs) return "now";
  return until > now() ? "before" : "gone";
}

const secretsOf = ({ pushSecret, pushSecretBefore: before, pushSecretUntil: until }: Push["website"]) => ({
  now: decryptSecret(pushSecret),
  before: before !== null && until !== null && until > now() ? decryptSecret(before) : null,
});

/** Of an attempt that was not made yet: an example. */
const exampleOf = ({ id }: Push): Signed => ({ at: new Date(systemMs()), nonce: id.replaceAll("-", "") });

function messageOf(push: Push, attempt: Attempt | null, signed: Signed): SignedPush {
  const { website } = push;
  return {
    format: pushFormatOf(push.format),
    id: push.id,
    body: push.body,
    url: attempt?.url ?? push.ownUrl ?? addressFor(website, push.isFailure) ?? "",
    ...signed,
    websiteKey: website.websiteKey,
    hash: pushHashOf(website.pushHash),
  };
}

function signatureOf<E extends { readonly digest: (secret: string) => string }>(
  push: Push,
  attempt: Attempt | null,
  { digest, ...explained }: E,
) {
  const { website } = push;
  const secrets = secretsOf(website);
  return {
    ...{ eventType: push.eventType, format: pushFormatOf(push.format) },
    attempt: attempt && { number: attempt.number, startedAt: attempt.startedAt },
    attempts: push.attempts.map(({ number }) => number),
    signedWith: signedWith(website, attempt),
    explained,
    digest: digest(secrets.now),
    before:
      secrets.before === null || website.pushSecretUntil === null
        ? null
        : { digest: digest(secrets.before), until: website.pushSecretUntil },
  };
}

type Wish<E> = { readonly attempt: number | null; readonly explain: (push: SignedPush) => E };

/**
 * What an attempt of a push signed, the last one unless another is named (U13). The secrets go to `explain`'s digest
 * and nowhere else: what comes back holds digests only.
 */
export async function getSignature<E extends { readonly digest: (secret: string) => string }>(
  scope: MerchantScope,
  id: string,
  wish: Wish<E>,
) {
  return reading(scope, async (db) => {
    const push = isUuid(id) ? await read(db, scope, id) : null;
    if (push === null) return null;
    const { attempts } = push;
    const attempt = attempts.find(({ number }) => number === wish.attempt) ?? attempts.at(-1) ?? null;
    const signed = (await readSigned(db, scope, attempt)) ?? exampleOf(push);
    return { ...signatureOf(push, attempt, wish.explain(messageOf(push, attempt, signed))), id };
  });
}
