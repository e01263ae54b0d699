import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

export type RunSum = { readonly currency: string; readonly paid: number; readonly refunded: number };

type Counts = { readonly settled: number; readonly refused: number; readonly sums: readonly RunSum[] };

function merged(before: readonly RunSum[], more: readonly RunSum[]): RunSum[] {
  const sums = new Map(before.map((sum) => [sum.currency, sum]));
  for (const { currency, paid, refunded } of more) {
    const known = sums.get(currency) ?? { currency, paid: 0, refunded: 0 };
    sums.set(currency, { currency, paid: known.paid + paid, refunded: known.refunded + refunded });
  }
  return [...sums.values()];
}

/** Adds to the record of a merchant's settlement run of a day (`YYYY-MM-DD`); the first to come opens it. */
export async function addToSettlementRun(tx: Tx, day: string, counts: Counts): Promise<void> {
  const id = newId();
  await tx.db.$executeRaw`
    insert into settlement_run (merchant_id, id, day, started_at, finished_at, settled, refused, sums)
    values (${tx.scope}::uuid, ${id}::uuid, ${day}::date, ${tx.now}, ${tx.now}, 0, 0, '[]') on conflict (merchant_id, day) do nothing`;
  const [run] = await tx.db.$queryRaw<{ sums: RunSum[] }[]>`
    select sums from settlement_run where merchant_id = ${tx.scope}::uuid and day = ${day}::date for update`;
  await tx.db.settlementRun.update({
    where: { merchantId_day: { merchantId: tx.scope, day: new Date(`${day}T00:00:00Z`) } },
    data: {
      settled: { increment: counts.settled },
      refused: { increment: counts.refused },
      sums: merged(run?.sums ?? [], counts.sums),
      finishedAt: tx.now,
    },
    select: { id: true },
  });
}
