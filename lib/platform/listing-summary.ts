import type pg from "pg";
import sql, { join, type Sql } from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import type { Filters, ListingQuery, Summary } from "@/lib/listing/spec";
import {
  conditionsOf,
  limitOf,
  mainRows,
  type ListingSource,
  type Slice,
} from "@/lib/platform/listing-source";
import { askOn, prepared } from "@/lib/platform/statements";
import { withinScope } from "@/lib/platform/scoped";

const ceiling = 10_000;
const timeoutMs = 2_000;
const exactTimeoutMs = 30_000;

const anyOrder = { order: sql``, edge: null };
const upToCeiling = { ...anyOrder, limit: ceiling + 1 };

type Matching = (slice: Slice & { readonly columns: Sql }) => Sql;

/** Of ids alone: an index holds them with what filters ask, so that too many are known without a look at the rows. */
const countUpToCeiling = (matching: Matching): Sql => sql`
  select count(*)::int as count
  from (select from (${matching({ ...upToCeiling, columns: sql`r.id` })}) r${limitOf(upToCeiling)}) counted`;

function sumUpTo(
  limit: number | null,
  { sum }: Pick<ListingSource<never, Filters, never>, "sum">,
  matching: Matching,
): Sql {
  const slice = { ...anyOrder, limit };
  const { minor, currency } = sum ?? { minor: sql`0`, currency: sql`''` };
  const columns = sql`r.id, ${minor} as minor, ${currency} as currency`;
  return sql`
    select currency, count(*)::int as count, sum(minor)::bigint as minor
    from (select * from (${matching({ ...slice, columns })}) r${limitOf(slice)}) counted
    group by currency order by currency`;
}

type SumRow = { readonly currency: string; readonly count: number; readonly minor: number };

const tooMany: Summary = { count: ceiling, more: true, sums: null };

function summaryOf(rows: readonly SumRow[], exact: boolean, summed: boolean): Summary {
  const count = rows.reduce((total, row) => total + row.count, 0);
  if (!exact && count > ceiling) return tooMany;
  const sums: Money[] = rows.map(({ minor, currency }) => ({ minor, currency }));
  return { count, more: false, sums: summed ? sums : null };
}

/** Count and sums of what is filtered: up to 10,000 rows at once, or all of them when the query asks for it. Null when it took too long. */
export async function summarise<Row, F extends Filters, Raw>(
  scope: MerchantScope,
  source: ListingSource<Row, F, Raw>,
  query: ListingQuery<F>,
): Promise<Summary | null> {
  const { exact, search } = query;
  const summary = async (client: pg.PoolClient): Promise<Summary> => {
    const conditions = await conditionsOf(source, query, askOn(client));
    const matching: Matching = (slice) => mainRows(source, scope, conditions, slice);
    if (!exact && search === null) {
      const counted = await client.query<{ count: number }>(prepared(countUpToCeiling(matching)));
      if (counted.rows.some(({ count }) => count > ceiling)) return tooMany;
    }
    const limit = exact ? null : upToCeiling.limit;
    const { rows } = await client.query<SumRow>(prepared(sumUpTo(limit, source, matching)));
    return summaryOf(rows, exact, source.sum !== null);
  };
  try {
    return await withinScope(scope, summary, { timeoutMs: exact ? exactTimeoutMs : timeoutMs });
  } catch (problem) {
    if ((problem as { code?: string }).code === "57014") return null;
    throw problem;
  }
}

/** How many rows match each of several queries, in one statement; counted as the list counts, up to 10,000. */
export async function countEach<Row, F extends Filters, Raw>(
  scope: MerchantScope,
  source: ListingSource<Row, F, Raw>,
  queries: readonly Pick<ListingQuery<F>, "filters" | "search">[],
): Promise<readonly Pick<Summary, "count" | "more">[]> {
  if (queries.length === 0) return [];
  const counted = await withinScope(
    scope,
    async (client) => {
      const parts: Sql[] = [];
      for (const query of queries) {
        const conditions = await conditionsOf(source, query, askOn(client));
        parts.push(sql`(${countUpToCeiling((slice) => mainRows(source, scope, conditions, slice))})`);
      }
      const statement = sql`select array[${join(parts)}] as counts`;
      return client.query<{ counts: number[] }>(prepared(statement));
    },
    { timeoutMs },
  );
  const counts = counted.rows[0]?.counts ?? [];
  return counts.map((count) => ({ count: Math.min(count, ceiling), more: count > ceiling }));
}
