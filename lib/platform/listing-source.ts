import type { Sql } from "sql-template-tag";
import sql, { empty, join, raw } from "sql-template-tag";
import type pg from "pg";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Filters, FilterValue, ListingQuery } from "@/lib/listing/spec";

/** One condition, or several of which any may hold. Alternatives become arms that each walk an index of their own. */
export type Condition = Sql | { readonly anyOf: readonly Sql[] };

/** Runs a small question within the merchant, for a search that has to choose its way first. */
export type Ask = <Answer extends pg.QueryResultRow>(question: Sql) => Promise<Answer[]>;

export type SortColumn<Row> = {
  readonly column: Sql;
  /** Row security lets only types with leakproof comparisons reach an index; `numeric` has none. */
  readonly type: "timestamptz" | "bigint";
  /** The row's value of this column as exact text for the cursor. */
  readonly valueOf: (row: Row) => string;
};

/** How a listing's rows are fetched. The map of conditions is total: declare a filter and it must be answered here. */
export type ListingSource<Row, F extends Filters, Raw> = {
  /** Main table, aliased `r`; it has merchant_id and id. */
  readonly table: string;
  readonly columns: Sql;
  /** Joins onto `r`, each within the merchant. */
  readonly joins: Sql;
  readonly conditions: {
    readonly [N in keyof F & string]: (
      value: FilterValue[F[N]["kind"]],
      ask: Ask,
    ) => Condition | Promise<Condition>;
  };
  readonly search: (text: string, ask: Ask) => Condition | Promise<Condition>;
  readonly sorts: Readonly<Record<string, SortColumn<Row>>>;
  readonly sum: { readonly minor: Sql; readonly currency: Sql } | null;
  readonly row: (record: Raw) => Row;
};

/** Beyond this many ways to match, or without a limit, one walk with OR is cheaper than many arms. */
const maxArms = 12;

const alternatives = (condition: Condition): readonly Sql[] =>
  "anyOf" in condition ? condition.anyOf : [condition];

/** Every way to satisfy all conditions by one alternative each; past the limit the rest is OR-ed within the arms. */
function armsOf(conditions: readonly Condition[], most: number): Sql[][] {
  let arms: Sql[][] = [[]];
  for (const condition of conditions) {
    const choices = alternatives(condition);
    const fits = arms.length * choices.length <= most;
    const usable = fits ? choices : [sql`(${join(choices, " or ")})`];
    arms = arms.flatMap((arm) => usable.map((choice) => [...arm, choice]));
  }
  return arms;
}

export async function conditionsOf<Row, F extends Filters, Raw>(
  source: ListingSource<Row, F, Raw>,
  query: Pick<ListingQuery<F>, "filters" | "search">,
  ask: Ask,
): Promise<Condition[]> {
  const conditions: Condition[] = [];
  for (const name of Object.keys(source.conditions) as (keyof F & string)[]) {
    const value = query.filters[name];
    if (value !== undefined) conditions.push(await source.conditions[name](value, ask));
  }
  if (query.search !== null) conditions.push(await source.search(query.search, ask));
  return conditions;
}

export type Slice = { readonly order: Sql; readonly edge: Sql | null; readonly limit: number | null };

/** Written into the text: the planner must know that a page is small. */
export const limitOf = ({ limit }: Slice): Sql =>
  limit === null ? empty : raw(` limit ${limit.toString()}`);

/** The given columns, the id among them, of the main table's rows, cut and ordered, with the merchant in front of every arm. */
export function mainRows<Row, F extends Filters, Raw>(
  source: ListingSource<Row, F, Raw>,
  scope: MerchantScope,
  conditions: readonly Condition[],
  slice: Slice & { readonly columns: Sql },
): Sql {
  const table = raw(source.table);
  const edge = slice.edge === null ? [] : [slice.edge];
  const most = slice.limit === null ? 1 : maxArms;
  const arms = armsOf(conditions, most).map((arm) => {
    const where = join([sql`r.merchant_id = ${scope}`, ...arm, ...edge], " and ");
    return sql`select ${slice.columns} from ${table} r where ${where} ${slice.order}${limitOf(slice)}`;
  });
  const [only] = arms;
  if (only !== undefined && arms.length === 1) return only;
  return sql`select distinct on (${raw("id")}) * from (${join(
    arms.map((arm) => sql`(${arm})`),
    " union all ",
  )}) arm`;
}
