import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { localDayOf } from "@/lib/kernel/zoned-day";
import { carryOutStep } from "@/lib/features/invoices/commands/carry-out-step";
import { planNextStep } from "@/lib/features/invoices/commands/plan-next-step";
import { isReminderTime } from "@/lib/features/schemes/model";
import { now } from "@/lib/platform/clock";
import { lockRow } from "@/lib/platform/lock";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading } from "@/lib/platform/tx";

const pageSize = 500;

const findDue = (actor: Actor, today: string, after: string | null) =>
  reading(actor.scope, (db) =>
    db.invoice.findMany({
      where: {
        merchantId: actor.scope,
        statusCode: 10,
        nextStepOn: { lte: new Date(`${today}T00:00:00Z`) },
        ...(after !== null && { id: { gt: after } }),
      },
      orderBy: { id: "asc" },
      take: pageSize,
      select: { id: true },
    }),
  );

/** A refusal rolled back what was noted; the day on which the invoice is looked at again is not forgotten. */
const planAgain = (actor: Actor, id: string) =>
  inTransaction(actor, async (tx) => {
    if (await lockRow(tx, "invoice", id)) await planNextStep(tx, id);
    return ok("planned");
  });

/** Each step in a transaction of its own: one that was carried out stays so, whatever becomes of the next. */
async function walkSteps(actor: Actor, id: string): Promise<void> {
  for (;;) {
    const done = await inTransaction(actor, (tx) => carryOutStep(tx, id));
    if (!done.ok) await planAgain(actor, id);
    if (!done.ok || done.value === "impossible") return;
  }
}

/** One that cannot be carried out keeps no other from its day; the job fails in the end, and is tried again. */
async function walkAll(actor: Actor, ids: readonly string[]): Promise<unknown[]> {
  const problems: unknown[] = [];
  for (const id of ids) await walkSteps(actor, id).catch((problem: unknown) => problems.push(problem));
  return problems;
}

/** The daily walk of one merchant, on its own day and by daylight; after downtime it catches up in order. */
export async function remindInvoices(payload: unknown): Promise<void> {
  const { actor } = claim("invoices.remind", payload);
  const { timezone } = await reading(actor.scope, (db) =>
    db.merchant.findUniqueOrThrow({ where: { id: actor.scope }, select: { timezone: true } }),
  );
  const moment = now();
  if (!isReminderTime(moment, timezone)) return;
  const today = localDayOf(moment, timezone);
  const problems: unknown[] = [];
  let after: string | null = null;
  do {
    const due: { readonly id: string }[] = await findDue(actor, today, after);
    problems.push(
      ...(await walkAll(
        actor,
        due.map(({ id }) => id),
      )),
    );
    after = due.at(-1)?.id ?? null;
  } while (after !== null);
  if (problems.length > 0) throw new AggregateError(problems, "invoices were left behind by the daily walk");
}
