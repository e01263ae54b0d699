import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { now } from "@/lib/platform/clock";
import { inTransaction, reading } from "@/lib/platform/tx";

export type KeyPlace = { readonly websiteId: string; readonly key: string };
export type KeptAnswer = { readonly status: number; readonly body: string };

export type KeptKey = {
  readonly fingerprint: string;
  readonly ageMs: number;
  /** Null while the first request is running, or when it never came to an end. */
  readonly answer: KeptAnswer | null;
};

/** True for the first caller with this key, false for everybody after it. In a transaction of its own. */
export async function claimKey(actor: Actor, place: KeyPlace, fingerprint: string): Promise<boolean> {
  const claimed = await inTransaction(actor, async (tx) => {
    const { count } = await tx.db.idempotencyKey.createMany({
      data: { merchantId: tx.scope, ...place, fingerprint, createdAt: tx.now },
      skipDuplicates: true,
    });
    return ok(count === 1);
  });
  return claimed.value;
}

export async function readKey(actor: Actor, place: KeyPlace): Promise<KeptKey | null> {
  const row = await reading(actor.scope, (db) =>
    db.idempotencyKey.findUnique({
      where: { merchantId_websiteId_key: { merchantId: actor.scope, ...place } },
      select: { fingerprint: true, createdAt: true, status: true, body: true },
    }),
  );
  if (row === null) return null;
  return {
    fingerprint: row.fingerprint,
    ageMs: now().getTime() - row.createdAt.getTime(),
    answer: row.status === null || row.body === null ? null : { status: row.status, body: row.body },
  };
}

/** Keeps the first answer for ever. False: somebody else was first. */
export async function completeKey(actor: Actor, place: KeyPlace, answer: KeptAnswer): Promise<boolean> {
  const completed = await inTransaction(actor, async (tx) => {
    const { count } = await tx.db.idempotencyKey.updateMany({
      where: { merchantId: tx.scope, ...place, status: null },
      data: { status: answer.status, body: answer.body },
    });
    return ok(count === 1);
  });
  return completed.value;
}
