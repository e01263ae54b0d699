import { startOperations, type OperationWish } from "@/lib/features/authorisations/commands/operations";
import { writeChains, type ChainRow } from "@/lib/features/authorisations/commands/chain-rows";
import {
  holdsLong,
  remainingMinor,
  type RenewalKind,
  type RenewalSetting,
} from "@/lib/features/authorisations/model";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import type { Writing } from "@/lib/platform/tx";

/** Longer than any call may take: who begins one is waited for as long. */
export const leaseEnd = (now: Date): Date => new Date(now.getTime() + env().gatewayTimeoutMs + 5_000);

export const noPhase = {
  ...{ phase: null, phaseKind: null, phaseOperationId: null, phaseAt: null, heldUntil: null },
  ...{ phaseFinish: false, phaseFinal: false, phaseMinor: 0, inquiries: 0 },
} as const satisfies Partial<ChainRow>;

export type Begun = { readonly row: ChainRow; readonly wish: OperationWish };
type Opening = Pick<ChainRow, "phase" | "phaseMinor"> & Partial<ChainRow>;

/** A call that is about to be made, on the chain and as an operation. */
export function beginCall(row: ChainRow, kind: OperationWish["kind"], opening: Opening, now: Date): Begun {
  const id = newId();
  const { paymentId, currency } = row;
  return {
    row: {
      ...{ ...row, ...noPhase, ...opening },
      ...{ phaseOperationId: id, phaseAt: now, heldUntil: leaseEnd(now) },
    },
    wish: { id, paymentId, kind, currency, minor: opening.phaseMinor },
  };
}

/** CT-1, second half: all that is left is authorised anew. */
export const beginAuthorisation = (
  row: ChainRow,
  kind: RenewalKind,
  setting: RenewalSetting,
  now: Date,
): Begun =>
  beginCall(
    row,
    kind === "splitting" ? "split" : "renew",
    {
      ...{ phase: "unreserved", phaseKind: kind, phaseMinor: remainingMinor(row) },
      phaseFinal: holdsLong(setting),
    },
    now,
  );

/** CT-1: the old reservation goes first, where there is one. */
export const beginRenewal = (row: ChainRow, kind: RenewalKind, setting: RenewalSetting, now: Date): Begun =>
  row.reservedMinor === 0
    ? beginAuthorisation(row, kind, setting, now)
    : beginCall(row, "reverse", { phase: "releasing", phaseKind: kind, phaseMinor: row.reservedMinor }, now);

export async function writeBegun(tx: Writing, begun: readonly Begun[]): Promise<void> {
  await startOperations(
    tx,
    begun.map(({ wish }) => wish),
  );
  await writeChains(
    tx,
    begun.map(({ row }) => row),
    "call",
  );
}
