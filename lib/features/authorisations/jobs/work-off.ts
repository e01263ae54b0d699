import sql, { type Sql } from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { isInNight, nextNightStart, nightEnd } from "@/lib/kernel/nights";
import { ok } from "@/lib/kernel/result";
import { ask, askAgain } from "@/lib/features/authorisations/commands/ask-gateway";
import {
  beginRenewal,
  leaseEnd,
  writeBegun,
  type Begun,
} from "@/lib/features/authorisations/commands/begin-renewals";
import { bookRenewals } from "@/lib/features/authorisations/commands/book-renewals";
import {
  lockChains,
  settingOf,
  writeChains,
  writeSteps,
  type ChainRow,
  type Step,
} from "@/lib/features/authorisations/commands/chain-rows";
import type { RenewalSetting } from "@/lib/features/authorisations/model";
import { decideNight, tooOld } from "@/lib/features/renewals/model";
import { settingsInForce } from "@/lib/platform/chains";
import { systemMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { inQuickTransaction, type Writing } from "@/lib/platform/tx";

const batchSize = 100;
const batchesAtOnce = 4;
/** A run gives its place in the worker back after this time, and waits in line for the next. */
const sliceMs = 10_000;

type Due = "renewal" | "splitting" | "hope_run";

/** CT-19: the longest due first. What another worker has in hand is that worker's. */
const due: Readonly<Record<Due, (now: Date) => Sql>> = {
  renewal: (now) => sql`c.state = 'active' and c.next_renewal_at <= ${now}::timestamptz
    and (c.held_until is null or c.held_until <= ${now}::timestamptz) and c.phase is null
    order by c.next_renewal_at, c.payment_id limit ${batchSize}::int`,
  splitting: (now) => sql`c.state = 'split_pending' and c.split_at <= ${now}::timestamptz
    and (c.held_until is null or c.held_until <= ${now}::timestamptz) and c.phase is null
    order by c.split_at, c.payment_id limit ${batchSize}::int`,
  hope_run: (now) => sql`c.state = 'hope_pending' and c.hope_run_at <= ${now}::timestamptz
    and (c.held_until is null or c.held_until <= ${now}::timestamptz) and c.phase is null
    order by c.hope_run_at, c.payment_id limit ${batchSize}::int`,
};

type Sorted = { readonly begun: Begun[]; readonly others: ChainRow[]; readonly steps: Step[] };

/** Not now: looked at again when the night begins, or is over. */
const putOff = (row: ChainRow, now: Date): ChainRow => ({
  ...row,
  heldUntil: isInNight(now) ? nightEnd(now) : nextNightStart(now),
});

function sort(rows: readonly ChainRow[], settings: ReadonlyMap<string, RenewalSetting>, now: Date): Sorted {
  const sorted: Sorted = { begun: [], others: [], steps: [] };
  for (const row of rows) {
    const setting = settingOf(settings, row);
    const work = decideNight(row, setting, now);
    if (work === null) sorted.others.push(putOff(row, now));
    else if (work !== "stop") sorted.begun.push(beginRenewal(row, work, setting, now));
    else {
      const end = tooOld(row);
      if (!end.ok) throw new Error(`a chain that is ${row.state} was too old`);
      sorted.others.push({ ...row, ...end.value.next, heldUntil: null });
      sorted.steps.push({
        ...{ event: "stop", paymentId: row.paymentId, fromState: row.state, toState: "stopped" },
        ...{ reason: "max_age", payOperationId: row.liveOperationId },
      });
    }
  }
  return sorted;
}

async function writeSorted(tx: Writing, { begun, others, steps }: Sorted): Promise<void> {
  await writeBegun(tx, begun);
  await writeChains(tx, others);
  await writeSteps(tx, steps);
  await tx.audit("authorisations.due", ["merchant", tx.scope], {
    ...{ begun: begun.length, stopped: steps.length },
  });
}

type Claimed = { readonly count: number; readonly rows: readonly ChainRow[] };

/** Takes what is due in hand and stores each first call before anybody is asked. */
async function claimDue(actor: Actor, what: Due, correlationId: string): Promise<Claimed> {
  const claimed = await inQuickTransaction(
    actor,
    async (tx) => {
      const rows = await lockChains(tx, due[what](tx.now), "skip locked");
      if (rows.length === 0) return ok({ count: 0, rows: [] });
      const sorted = sort(rows, await settingsInForce(tx), tx.now);
      await writeSorted(tx, sorted);
      return ok({ count: rows.length, rows: sorted.begun.map(({ row }) => row) });
    },
    { correlationId },
  );
  return claimed.value;
}

const called = async (row: ChainRow, call: typeof ask) => ({ row, reply: await call(row) });
const callAll = (rows: readonly ChainRow[], call: typeof ask) =>
  Promise.all(rows.map((row) => called(row, call)));

/**
 * Both calls of each: the reversal, and once that is booked the new authorisation (CT-1). False: the gateway was silent
 * to all of them.
 */
async function runCalls(
  actor: Actor,
  rows: readonly ChainRow[],
  correlationId: string,
  first: typeof ask = ask,
): Promise<boolean> {
  const calls = await callAll(rows, first);
  const next = await bookRenewals(actor, calls, correlationId);
  await bookRenewals(actor, await callAll(next, ask), correlationId);
  return calls.length === 0 || calls.some(({ reply }) => reply.answer.outcome !== "unknown");
}

/** False: nothing more is due, or nobody is there to ask; the next minute tries again. */
async function workBatch(actor: Actor, what: Due): Promise<boolean> {
  const correlationId = newId();
  const { count, rows } = await claimDue(actor, what, correlationId);
  return count > 0 && (await runCalls(actor, rows, correlationId));
}

async function lane(work: () => Promise<boolean>, endMs: number): Promise<boolean> {
  while (systemMs() < endMs) if (!(await work())) return false;
  return true;
}

/** Works off what is due for a while, several batches at once; true: more may be due. */
export async function workOff(actor: Actor, what: Due): Promise<boolean> {
  const endMs = systemMs() + sliceMs;
  const lanes = await Promise.all(
    Array.from({ length: batchesAtOnce }, () => lane(() => workBatch(actor, what), endMs)),
  );
  return lanes.some(Boolean);
}

const renewing = sql`c.phase in ('releasing', 'unreserved')`;
const acting = sql`c.phase in ('capturing', 'reversing', 'uncapturing')`;

/** Calls that nobody has answered for: their worker died, or the gateway was silent. */
export async function claimOpen(
  actor: Actor,
  which: "renewing" | "acting",
  correlationId: string,
): Promise<ChainRow[]> {
  const claimed = await inQuickTransaction(
    actor,
    async (tx) => {
      const rows = await lockChains(
        tx,
        sql`${which === "renewing" ? renewing : acting} and c.held_until <= ${tx.now}::timestamptz
          and c.payment_id in (select o.payment_id from operation o
            where o.merchant_id = ${tx.scope}::uuid and o.outcome in ('sent', 'pending', 'unknown', 'not_found'))
          order by c.held_until, c.payment_id limit ${batchSize}::int`,
        "skip locked",
      );
      const held = rows.map((row) => ({ ...row, heldUntil: leaseEnd(tx.now) }));
      await writeChains(tx, held);
      if (held.length > 0)
        await tx.audit("authorisations.asked_again", ["merchant", tx.scope], { calls: held.length });
      return ok(held);
    },
    { correlationId },
  );
  return claimed.value;
}

async function goOnWithSome(actor: Actor): Promise<boolean> {
  const correlationId = newId();
  const rows = await claimOpen(actor, "renewing", correlationId);
  return rows.length > 0 && (await runCalls(actor, rows, correlationId, askAgain));
}

/** Goes on with renewals where they stopped: asks first, then does what is left (U6). True: there may be more. */
export const goOn = (actor: Actor): Promise<boolean> => lane(() => goOnWithSome(actor), systemMs() + sliceMs);
