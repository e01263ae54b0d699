import { setTimeout as sleep } from "node:timers/promises";
import sql from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { ask } from "@/lib/features/authorisations/commands/ask-gateway";
import { beginCall, writeBegun } from "@/lib/features/authorisations/commands/begin-renewals";
import { bookAction, type ChainOutcome } from "@/lib/features/authorisations/commands/book-action";
import { successCode } from "@/lib/features/authorisations/commands/book-renewals";
import {
  lockChain,
  settingOf,
  writeChains,
  writeSteps,
  type ChainRow,
} from "@/lib/features/authorisations/commands/chain-rows";
import { lockPayment, type ChainPayment } from "@/lib/features/authorisations/commands/payment-events";
import type { RenewalSetting, StopReason } from "@/lib/features/authorisations/model";
import { afterCancel, type ChainRefusal } from "@/lib/features/chain-moves/model";
import { settingsInForce } from "@/lib/platform/chains";
import { systemMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { inQuickTransaction, type Writing } from "@/lib/platform/tx";

export type ActRefusal = ChainRefusal | "not_found";

/** What is to be done with the chain: asked of the gateway, or only of us. */
type Act =
  | {
      readonly kind: "call";
      readonly phase: "capturing" | "reversing" | "uncapturing";
      readonly minor: number;
      readonly finish?: boolean;
      readonly isFinal?: boolean;
    }
  | { readonly kind: "stop"; readonly reason: StopReason }
  /** CT-14: an action that comes to nothing, but ends the hope. */
  | { readonly kind: "give_up"; readonly text: string };

type Facts = { readonly row: ChainRow; readonly setting: RenewalSetting; readonly payment: ChainPayment };
export type Decide = (facts: Facts, now: Date) => Result<Act, ActRefusal>;
type Begun = { readonly open: ChainRow } | { readonly outcome: ChainOutcome };

/** CT-14: nothing is reserved, and any action ends the hope. */
export const isHoping = ({ state, phase }: ChainRow): boolean => state === "hope_pending" && phase === null;

const payOf = (row: ChainRow) => row.liveOperationId ?? row.paymentId;

/** CT-13: ours alone; the gateway hears nothing. */
async function stop(tx: Writing, row: ChainRow, reason: StopReason): Promise<ChainOutcome> {
  const stopped = afterCancel(row, reason);
  if (!stopped.ok) throw new Error(`a chain that is ${row.state} was to be stopped`);
  const { event, next } = stopped.value;
  await writeChains(tx, [{ ...row, ...next }]);
  const step = { event, paymentId: row.paymentId, fromState: row.state, toState: next.state, reason };
  await writeSteps(tx, [{ ...step, payOperationId: payOf(row) }]);
  await tx.audit("authorisation.renewals_stopped", ["payment", row.paymentId], { reason });
  return {
    outcome: "done",
    operationId: null,
    payOperationId: payOf(row),
    minor: 0,
    code: successCode,
    text: "success",
  };
}

const kinds = { capturing: "capture", reversing: "reverse", uncapturing: "reverse" } as const;

async function begin(tx: Writing, { row }: Facts, act: Extract<Act, { kind: "call" }>): Promise<ChainRow> {
  const { phase, minor, finish = false, isFinal = false } = act;
  const opening = { phase, phaseMinor: minor, phaseFinish: finish, phaseFinal: isFinal };
  const begun = beginCall(row, kinds[phase], opening, tx.now);
  await writeBegun(tx, [begun]);
  await tx.audit("authorisation.asked", ["payment", row.paymentId], {
    ...{ phase, minor, currency: row.currency, operationId: begun.wish.id, finish },
  });
  return begun.row;
}

const start = (actor: Actor, paymentId: string, decide: Decide, correlationId: string) =>
  inQuickTransaction(
    actor,
    async (tx): Promise<Result<Begun, ActRefusal>> => {
      const row = await lockChain(tx, paymentId);
      if (row === null) return err("not_found");
      const payment = await lockPayment(tx, paymentId);
      const setting = settingOf(await settingsInForce(tx), row);
      const facts = { row, setting, payment };
      const decided = decide(facts, tx.now);
      if (!decided.ok) return decided;
      const act = decided.value;
      if (act.kind === "call") return ok({ open: await begin(tx, facts, act) });
      if (act.kind === "stop") return ok({ outcome: await stop(tx, row, act.reason) });
      const given = await stop(tx, row, "hope_failed");
      return ok({ outcome: { ...given, outcome: "refused", code: "20190063", text: act.text } });
    },
    { correlationId },
  );

const waitMs = 20_000;
const pauseMs = 200;

/** CT-E2: what finds a call of the same chain under way waits for it, without the lock, and uses what it leaves. */
async function startWhenFree(actor: Actor, paymentId: string, decide: Decide, correlationId: string) {
  const endMs = systemMs() + waitMs;
  for (;;) {
    const started = await start(actor, paymentId, decide, correlationId);
    if (started.ok || started.error !== "under_way" || systemMs() >= endMs) return started;
    await sleep(pauseMs);
  }
}

/** Another one may have asked again and booked the answer: what it wrote is what happened. */
const readBooked = (actor: Actor, row: ChainRow) =>
  inQuickTransaction(actor, async (tx) => {
    const [step] = await tx.ask<{ event: string; code: string; text: string }>(sql`
      select event, coalesce(code, '') as code, coalesce(text, '') as text from chain_step
      where merchant_id = ${tx.scope}::uuid and operation_id = ${row.phaseOperationId}::uuid`);
    await tx.audit("authorisation.answer_read", ["payment", row.paymentId], {
      operationId: row.phaseOperationId,
    });
    const base = { operationId: row.phaseOperationId, payOperationId: payOf(row), minor: row.phaseMinor };
    if (step === undefined)
      return ok({ outcome: "unknown", ...base, code: "60000000", text: "Pending" } as const);
    const outcome = step.event === "refuse" ? "refused" : "done";
    return ok({ outcome, ...base, code: step.code, text: step.text } as const);
  });

/**
 * Does one thing with a chain: the wish is stored, the gateway asked, the answer booked. Where it is silent the call
 * stays open and the worker goes on asking.
 */
export async function actOnChain(
  actor: Actor,
  wish: { readonly paymentId: string; readonly correlationId?: string },
  decide: Decide,
): Promise<Result<ChainOutcome, ActRefusal>> {
  const correlationId = wish.correlationId ?? newId();
  const started = await startWhenFree(actor, wish.paymentId, decide, correlationId);
  if (!started.ok) return started;
  if ("outcome" in started.value) return ok(started.value.outcome);
  const { open } = started.value;
  const booked = await bookAction(actor, { row: open, reply: await ask(open) }, correlationId);
  return booked.ok ? booked : readBooked(actor, open);
}
