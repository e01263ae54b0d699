import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { applySettleEvent } from "@/lib/features/payments/commands/apply-event";
import { claimSettlements, extendLease, handOver } from "@/lib/features/payments/commands/settle-batch";
import { lockDueSettlements, lockDuplicates, lockHeldCaptures, type HeldCapture } from "@/lib/platform/lock";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, type Tx } from "@/lib/platform/tx";

const batchSize = 500;

/** TP 1.2.1: what looks like an order paid twice waits for a person, unless one has released it already (status 1). */
const suspendDuplicates = (actor: Actor, day: string) =>
  inTransaction(actor, async (tx) => {
    const payments = await lockDuplicates(tx, day, batchSize);
    for (const payment of payments) await applySettleEvent(tx, payment, "suspend", { reason: "duplicate" });
    await tx.audit("payments.checked", ["merchant", tx.scope], { day, suspended: payments.length });
    return payments.length === batchSize ? ok("more") : ok("all");
  });

async function nextBatch(actor: Actor, take: (tx: Tx) => Promise<HeldCapture[]>): Promise<HeldCapture[]> {
  const batch = await inTransaction(actor, async (tx) => {
    const held = await take(tx);
    if (held.length === 0) return err("nothing_due");
    await tx.audit("payments.handed_over", ["merchant", tx.scope], { payments: held.length });
    return ok(held);
  });
  return batch.ok ? batch.value : [];
}

/**
 * The settlement run of one merchant (TP-7, TP-8): everything that waits and is due up to the day, in the order of
 * the due days. Several runs share the work; one that is killed leaves its batch to `payments.confirm`.
 */
export async function settleDuePayments(payload: unknown): Promise<void> {
  const { actor, payload: due } = claim("payments.settle", payload);
  for (let checked = "more"; checked === "more";) {
    const result = await suspendDuplicates(actor, due.day);
    checked = result.value;
  }
  for (;;) {
    const held = await nextBatch(actor, async (tx) => {
      const payments = await lockDueSettlements(tx, due.day, batchSize);
      return payments.length === 0 ? [] : claimSettlements(tx, payments);
    });
    if (held.length === 0) return;
    await handOver(actor, due.day, held);
  }
}

/** Goes on with what a settlement run handed over and nobody has answered for (TP 8.1, tp.confirm). */
export async function confirmSettlements(payload: unknown): Promise<void> {
  const { actor } = claim("payments.confirm", payload);
  for (;;) {
    let day = "";
    const held = await nextBatch(actor, async (tx) => {
      const open = await lockHeldCaptures(tx, batchSize);
      day = tx.now.toISOString().slice(0, 10);
      if (open.length > 0) await extendLease(tx, open);
      return open;
    });
    if (held.length === 0) return;
    await handOver(actor, day, held);
  }
}
