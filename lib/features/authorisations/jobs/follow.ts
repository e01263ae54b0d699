import { ok } from "@/lib/kernel/result";
import { captureChain } from "@/lib/features/authorisations/commands/capture-chain";
import {
  lockChain,
  settingOf,
  writeChains,
  writeSteps,
  type ChainRow,
} from "@/lib/features/authorisations/commands/chain-rows";
import type { Chain } from "@/lib/features/authorisations/model";
import { afterCancel, afterFailedAction, captureClosed } from "@/lib/features/chain-moves/model";
import { settingsInForce } from "@/lib/platform/chains";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading, type Writing } from "@/lib/platform/tx";

type Credit = { readonly id: string; readonly status: string; readonly minor: number };

/** CT-10, CT-E7: a credit that failed stops the renewals. CT-14: any credit ends the hope. */
function afterCredit(row: ChainRow, { status, minor }: Credit, now: Date): Chain {
  const failed = status === "failed" ? afterFailedAction(row) : null;
  const given = failed ?? (row.state === "hope_pending" ? afterCancel(row, "hope_failed") : null);
  const chain = given?.ok === true ? given.value.next : row;
  if (status !== "done") return chain;
  return { ...chain, lastAction: "credit", lastActionMinor: minor, lastActionAt: now };
}

async function bookCredit(tx: Writing, row: ChainRow, credit: Credit): Promise<void> {
  const next = afterCredit(row, credit, tx.now);
  await writeChains(tx, [{ ...row, ...next }]);
  await writeSteps(tx, [
    {
      ...{ event: "credit", paymentId: row.paymentId, fromState: row.state, toState: next.state },
      ...{ amountMinor: credit.minor, operationId: credit.id, payOperationId: row.liveOperationId },
      reason: next.stopReason === row.stopReason ? null : next.stopReason,
      text: credit.status,
    },
  ]);
  await tx.audit("authorisation.credited", ["payment", row.paymentId], { refundId: credit.id });
}

const hasStep = async (
  tx: Writing & { db: Parameters<Parameters<typeof inTransaction>[1]>[0]["db"] },
  id: string,
) =>
  (await tx.db.chainStep.findFirst({
    where: { merchantId: tx.scope, operationId: id, event: "credit" },
    select: { id: true },
  })) !== null;

const openPhase = new Error("a call of the chain is under way");

/** What became of a credit, on the chain of its payment. */
export async function followCredit(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("refund.status_changed", payload);
  const refund = await reading(actor.scope, (db) =>
    db.refund.findUnique({
      where: { merchantId_id: { merchantId: actor.scope, id: ids.refundId } },
      select: {
        id: true,
        status: true,
        amountMinor: true,
        payment: { select: { chain: { select: { paymentId: true } } } },
      },
    }),
  );
  const paymentId = refund?.payment.chain?.paymentId;
  if (refund === null || paymentId === undefined) return;
  if (refund.status !== "done" && refund.status !== "failed") return;
  const credit = { id: refund.id, status: refund.status, minor: Number(refund.amountMinor) };
  await inTransaction(actor, async (tx) => {
    const row = await lockChain(tx, paymentId);
    if (row === null || (await hasStep(tx, credit.id))) return ok("known");
    // The queue comes back: what is under way decides about the state first.
    if (row.phase !== null) throw openPhase;
    await bookCredit(tx, row, credit);
    return ok("booked");
  });
}

/** FP-11: a parcel has left; all that is left is captured, when that is open again at the latest. */
export async function captureShipped(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("authorisation.capture", payload);
  const { paymentId } = ids;
  const captured = await captureChain(actor, { paymentId, minor: null, finish: false });
  if (captured.ok) return;
  await inTransaction(actor, async (tx) => {
    const row = await lockChain(tx, paymentId);
    const shut = row === null ? null : captureClosed(row, settingOf(await settingsInForce(tx), row), tx.now);
    await tx.audit("authorisation.capture_waits", ["payment", paymentId], { reason: captured.error });
    const opensAt = shut?.opensAt ?? null;
    if (opensAt !== null)
      await tx.emit(
        "authorisation.capture",
        { paymentId },
        { runAt: opensAt, key: `chain-capture:${paymentId}` },
      );
    return ok("planned");
  });
}
