import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { endOfDay, startOfDay } from "@/lib/kernel/zoned-day";
import { decidedStatuses, lastDays, type DayRange, type OverviewLine } from "@/lib/features/overview/model";
import { withinScope } from "@/lib/platform/scoped";
import { prepared } from "@/lib/platform/statements";

export type Overview = {
  /** Local days of the merchant's zone, oldest first, today last. */
  readonly days: readonly string[];
  readonly lines: readonly OverviewLine[];
};

type Span = { readonly range: DayRange; readonly timezone: string; readonly now: Date };

const timeoutMs = 5_000;

/** Everything that the charts draw, in one statement: the edges of the local days sort the payments into days of 23, 24 and 25 hours. */
export async function getOverview(scope: MerchantScope, { range, timezone, now }: Span): Promise<Overview> {
  const days = lastDays(range, now, timezone);
  const edges = days.map((day) => startOfDay(day, timezone));
  const until = endOfDay(days.at(-1) ?? "", timezone);
  const statement = sql`
    select width_bucket(created_at, ${edges}::timestamptz[]) - 1 as place, method, currency, status,
      count(*)::int as count, sum(amount_minor)::bigint as minor
    from payment
    where merchant_id = ${scope} and created_at >= ${edges[0]}::timestamptz and created_at < ${until}::timestamptz
      and status = any(${[...decidedStatuses]})
    group by 1, 2, 3, 4`;
  const { rows } = await withinScope(scope, (client) => client.query<OverviewLine>(prepared(statement)), {
    timeoutMs,
  });
  return { days, lines: rows };
}
