import type { MerchantScope } from "@/lib/kernel/access";
import type { Db } from "@/lib/platform/tx";

const atOnce = 20;
const columns = { id: true, status: true } as const;
type Try = { readonly id: string; readonly status: string };

const underWay: ReadonlySet<string> = new Set(["started", "pending"]);
const paid: ReadonlySet<string> = new Set(["authorised", "completed"]);

export type TryState = "open" | "under_way" | "paid";
export type Tries = {
  readonly count: number;
  readonly state: TryState;
  readonly paidIds: readonly string[];
};

const stateOf = (statuses: readonly string[]): TryState => {
  if (statuses.some((status) => paid.has(status))) return "paid";
  return statuses.some((status) => underWay.has(status)) ? "under_way" : "open";
};

/** Tries are numbered from 0 without a gap. */
async function begun(
  db: Db,
  merchantId: MerchantScope,
  intentOf: (attempt: string) => string,
): Promise<Try[]> {
  const all: Try[] = [];
  for (;;) {
    const intents = Array.from({ length: atOnce }, (_, place) => intentOf((all.length + place).toString()));
    const found = await db.payment.findMany({
      where: { merchantId, intentId: { in: intents } },
      select: columns,
    });
    all.push(...found);
    if (found.length < atOnce) return all;
  }
}

/** What customers tried after them by another link (PN-10). */
async function successors(db: Db, merchantId: MerchantScope, tries: readonly Try[]): Promise<Try[]> {
  const ids = tries.filter(({ status }) => status === "retried").map(({ id }) => id);
  if (ids.length === 0) return [];
  const next = await db.payment.findMany({
    where: { merchantId, predecessorId: { in: ids } },
    select: columns,
  });
  return [...next, ...(await successors(db, merchantId, next))];
}

/** How far the payments are that began on one page of ours and were numbered there: at most one of them is paid. */
export async function triesOf(
  db: Db,
  scope: MerchantScope,
  intentOf: (attempt: string) => string,
): Promise<Tries> {
  const tries = await begun(db, scope, intentOf);
  const all = [...tries, ...(await successors(db, scope, tries))];
  const paidIds = all.filter(({ status }) => paid.has(status)).map(({ id }) => id);
  return { count: tries.length, state: stateOf(all.map(({ status }) => status)), paidIds };
}

/** What became of one try; `open`: nothing was taken, or there was none. */
export async function tryState(db: Db, scope: MerchantScope, intentId: string): Promise<TryState> {
  const where = { merchantId_intentId: { merchantId: scope, intentId } };
  const found = await db.payment.findUnique({ where, select: columns });
  return stateOf(found === null ? [] : [found.status]);
}
