import { ok } from "@/lib/kernel/result";
import { claim } from "@/lib/platform/outbox";
import { inTransaction } from "@/lib/platform/tx";

/** Far longer than any call is taken for a new one. */
const keptMs = 3_600_000;

export async function purgeNonces(payload: unknown): Promise<void> {
  const { actor } = claim("nonces.purge", payload);
  await inTransaction(actor, async (tx) => {
    const usedAt = { lt: new Date(tx.now.getTime() - keptMs) };
    return ok(await tx.db.usedNonce.deleteMany({ where: { merchantId: tx.scope, usedAt } }));
  });
}
