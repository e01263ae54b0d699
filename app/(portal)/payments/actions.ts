"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import {
  bulkMoves,
  movePermissions,
  movesOf,
  type BulkMove,
  type ClosedReason,
} from "@/lib/features/moves/model";
import { capturePayment } from "@/lib/features/payments/commands/capture";
import { changeSettlement } from "@/lib/features/payments/commands/change-settlement";
import { recordShipment } from "@/lib/features/payments/commands/record-shipment";
import { findMoveFacts } from "@/lib/features/payments/queries/move-facts";
import { isBeyondReservation } from "@/lib/features/settlement/model";
import type { Actor } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import type { Result } from "@/lib/kernel/result";
import { requestTime } from "@/lib/web/request-time";
import { currentActor } from "@/lib/web/session";

const mostAtOnce = 200;
const Wanted = z.object({ move: z.enum(bulkMoves), ids: z.array(z.uuid()).max(mostAtOnce) });

type PlannedRow = {
  readonly id: string;
  readonly name: string;
  /** What this payment's part of the sum is; null: the move is closed. */
  readonly money: Money | null;
  readonly reason: ClosedReason | null;
  /** TP-14: it would settle later than its reservation holds. */
  readonly isBeyond: boolean;
};

async function actorFor(move: BulkMove): Promise<Actor | null> {
  const actor = await currentActor();
  return actor?.may.has(movePermissions[move]) === true ? actor : null;
}

/** Which of the ticked payments would be moved and which would not, by the decisions of the commands. Nothing happens yet. */
export async function planMoves(
  move: BulkMove,
  ids: readonly string[],
): Promise<readonly PlannedRow[] | null> {
  const wanted = Wanted.safeParse({ move, ids });
  if (!wanted.success) return null;
  const actor = await actorFor(wanted.data.move);
  if (actor === null) return null;
  const now = requestTime();
  const found = await findMoveFacts(actor.scope, wanted.data.ids);
  return found.map(({ id, orderReference, facts }): PlannedRow => {
    const state = movesOf(facts, now)[wanted.data.move];
    const name = orderReference ?? id;
    if (!state.open) return { id, name, money: null, reason: state.reason, isBeyond: false };
    const { effect } = state;
    const isBeyond = "settlesAt" in effect && isBeyondReservation(effect.settlesAt, facts.reservedUntil);
    return { id, name, money: { minor: effect.minor, currency: facts.currency }, reason: null, isBeyond };
  });
}

type MoveOutcome = { readonly outcome: "done" | "unknown" | "refused"; readonly reason: string | null };

const settleInto = { release: 1, suspend: 2, cancel: 3 } as const;

const toOutcome = (result: Result<unknown, string>): MoveOutcome =>
  result.ok ? { outcome: "done", reason: null } : { outcome: "refused", reason: result.error };

async function captured(actor: Actor, paymentId: string): Promise<MoveOutcome> {
  const result = await capturePayment(actor, { paymentId });
  if (!result.ok) return toOutcome(result);
  const { outcome } = result.value;
  return outcome === "captured" ? toOutcome(result) : { outcome, reason: null };
}

async function moveOne(actor: Actor, move: BulkMove, id: string, runId: string): Promise<MoveOutcome> {
  if (move === "capture") return captured(actor, id);
  if (move !== "mark_shipped")
    return toOutcome(
      await changeSettlement(actor, { paymentId: id, wanted: { settleStatus: settleInto[move] } }),
    );
  const parcel = { carrier: null, trackingCode: null, shippedAt: null };
  return toOutcome(
    await recordShipment(actor, { paymentId: id, intentId: `bulk-${runId}-${id}`, ...parcel }),
  );
}

const Run = Wanted.extend({ runId: z.uuid() });

/** Moves each payment by its own command in its own transaction; one refusal does not stop the others. */
export async function runMoves(
  move: BulkMove,
  ids: readonly string[],
  runId: string,
): Promise<readonly (MoveOutcome & { readonly id: string })[] | null> {
  const run = Run.safeParse({ move, ids, runId });
  if (!run.success) return null;
  const actor = await actorFor(run.data.move);
  if (actor === null) return null;
  const results: (MoveOutcome & { id: string })[] = [];
  for (const id of run.data.ids)
    results.push({ id, ...(await moveOne(actor, run.data.move, id, run.data.runId)) });
  revalidatePath("/payments", "layout");
  return results;
}
