import sql from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import {
  lockChains,
  writeChains,
  writeSteps,
  type ChainRow,
} from "@/lib/features/authorisations/commands/chain-rows";
import { cancelPaymentOf, lockPayment } from "@/lib/features/authorisations/commands/payment-events";
import { isLive, type Change } from "@/lib/features/authorisations/model";
import { hasLapsed, lapsed, tooOld } from "@/lib/features/renewals/model";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, type Writing } from "@/lib/platform/tx";

const batchSize = 100;

/** CT-4: too old. Else: nothing is left to capture, and the payment ends where nothing was captured. */
function endOf(row: ChainRow, now: Date): Change | null {
  if (isLive(row) && row.stopAt <= now) {
    const end = tooOld(row);
    return end.ok ? end.value : null;
  }
  const end = hasLapsed(row, now) ? lapsed(row) : null;
  return end?.ok === true ? end.value : null;
}

async function end(tx: Writing, row: ChainRow): Promise<void> {
  const change = endOf(row, tx.now);
  if (change === null) return;
  const { event, next } = change;
  await writeChains(tx, [{ ...row, ...next, ...(event === "lapse" ? { liveReference: null } : {}) }]);
  const step = { event, paymentId: row.paymentId, fromState: row.state, toState: next.state };
  await writeSteps(tx, [{ ...step, reason: next.stopReason, payOperationId: row.liveOperationId }]);
  if (event !== "lapse") return;
  await cancelPaymentOf(tx, await lockPayment(tx, row.paymentId), "reservation_over");
}

const endBatch = (actor: Actor) =>
  inTransaction(actor, async (tx) => {
    const rows = await lockChains(
      tx,
      sql`c.phase is null and (c.stop_at <= ${tx.now}::timestamptz and c.state in ('active', 'split_pending', 'hope_pending')
          or c.lapses_at <= ${tx.now}::timestamptz and c.next_renewal_at is null and c.split_at is null
            and c.state in ('active', 'split_pending', 'stopped'))
        order by c.payment_id limit ${batchSize}::int`,
      "skip locked",
    );
    for (const row of rows) await end(tx, row);
    await tx.audit("authorisations.ended", ["merchant", tx.scope], { chains: rows.length });
    return ok(rows.length);
  });

/** Chains whose time is over. */
export async function endChains(payload: unknown): Promise<void> {
  const { actor } = claim("authorisations.lapse", payload);
  for (let count = batchSize; count === batchSize;) count = (await endBatch(actor)).value;
}
