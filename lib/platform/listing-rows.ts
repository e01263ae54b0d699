import Cursor from "pg-cursor";
import type pg from "pg";
import sql, { type Sql } from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Cursor as PageCursor, Filters, ListingQuery, Page } from "@/lib/listing/spec";
import {
  conditionsOf,
  limitOf,
  mainRows,
  type Ask,
  type Condition,
  type ListingSource,
  type Slice,
  type SortColumn,
} from "@/lib/platform/listing-source";
import { askOn, prepared } from "@/lib/platform/statements";
import { withinScope } from "@/lib/platform/scoped";

type Direction = "asc" | "desc";
const opposite = (direction: Direction): Direction => (direction === "asc" ? "desc" : "asc");

function orderBy(column: Sql, direction: Direction): Sql {
  return direction === "asc"
    ? sql`order by ${column} asc, r.id asc`
    : sql`order by ${column} desc, r.id desc`;
}

function edgeOf<Row>(sort: SortColumn<Row>, direction: Direction, cursor: PageCursor): Sql {
  // A cursor that was made up may carry a fraction.
  const value =
    sort.type === "timestamptz" ? sql`${cursor.value}::timestamptz` : sql`${cursor.value}::numeric::bigint`;
  return direction === "asc"
    ? sql`(${sort.column}, r.id) > (${value}, ${cursor.id}::uuid)`
    : sql`(${sort.column}, r.id) < (${value}, ${cursor.id}::uuid)`;
}

function sortOf<Row, F extends Filters, Raw>(
  source: ListingSource<Row, F, Raw>,
  query: ListingQuery<F>,
): SortColumn<Row> {
  const sort = source.sorts[query.sort.key];
  if (sort === undefined) throw new Error(`no sort column for ${query.sort.key}`);
  return sort;
}

function selectRows<Row, F extends Filters, Raw>(
  source: ListingSource<Row, F, Raw>,
  scope: MerchantScope,
  conditions: readonly Condition[],
  slice: Slice,
): Sql {
  const inner = mainRows(source, scope, conditions, { ...slice, columns: sql`r.*` });
  return sql`select ${source.columns} from (${inner}) r ${source.joins} ${slice.order}${limitOf(slice)}`;
}

type Walk = {
  readonly direction: Direction;
  readonly cursor: PageCursor | null;
  readonly backwards: boolean;
};

function walkOf({ sort, page }: Pick<ListingQuery, "sort" | "page">): Walk {
  if (page === null) return { direction: sort.direction, cursor: null, backwards: false };
  if ("after" in page) return { direction: sort.direction, cursor: page.after, backwards: false };
  return { direction: opposite(sort.direction), cursor: page.before, backwards: true };
}

/** Cuts off the one row that was asked for beyond the page and says what lies on either side. */
function pageOf<Row extends { readonly id: string }>(
  found: readonly Row[],
  size: number,
  { cursor, backwards }: Walk,
  sort: SortColumn<Row>,
): Page<Row> {
  const more = found.length > size;
  const rows = found.slice(0, size);
  if (backwards) rows.reverse();
  const at = (row: Row | undefined): PageCursor | null =>
    row === undefined ? null : { value: sort.valueOf(row), id: row.id };
  return {
    rows,
    next: backwards || more ? at(rows.at(-1)) : null,
    previous: (backwards ? more : cursor !== null) ? at(rows[0]) : null,
  };
}

/** The statement of one page. Asks for one row more to know whether there is a next page. */
export async function pageStatement<Row, F extends Filters, Raw>(
  scope: MerchantScope,
  source: ListingSource<Row, F, Raw>,
  query: ListingQuery<F>,
  ask: Ask,
): Promise<Sql> {
  const sort = sortOf(source, query);
  const walk = walkOf(query);
  return selectRows(source, scope, await conditionsOf(source, query, ask), {
    order: orderBy(sort.column, walk.direction),
    edge: walk.cursor === null ? null : edgeOf(sort, walk.direction, walk.cursor),
    limit: query.size + 1,
  });
}

/** One page by key: page 1,000 costs what page 1 costs. */
export async function findPage<
  Row extends { readonly id: string },
  F extends Filters,
  Raw extends pg.QueryResultRow,
>(scope: MerchantScope, source: ListingSource<Row, F, Raw>, query: ListingQuery<F>): Promise<Page<Row>> {
  const planOnce = query.search === null && Object.keys(query.filters).length === 0;
  const found = await withinScope(
    scope,
    async (client) => client.query<Raw>(prepared(await pageStatement(scope, source, query, askOn(client)))),
    { planOnce },
  );
  return pageOf(found.rows.map(source.row), query.size, walkOf(query), sortOf(source, query));
}

/** The given ids, as far as they are there (and, with a query, as far as they match it). */
export async function findByIds<
  Row extends { readonly id: string },
  F extends Filters,
  Raw extends pg.QueryResultRow,
>(
  scope: MerchantScope,
  source: ListingSource<Row, F, Raw>,
  ids: readonly string[],
  query: ListingQuery<F> | null,
): Promise<Row[]> {
  const slice = { order: sql``, edge: sql`r.id = any(${ids}::uuid[])`, limit: null };
  const found = await withinScope(scope, async (client) => {
    const conditions = query === null ? [] : await conditionsOf(source, query, askOn(client));
    return client.query<Raw>(prepared(selectRows(source, scope, conditions, slice)));
  });
  return found.rows.map(source.row);
}

const batchRows = 500;

/** Reads ahead by one batch, so that the database works while the last one is taken. */
async function* batchesOf<Raw>(cursor: Cursor<Raw>): AsyncGenerator<Raw[]> {
  let ahead = cursor.read(batchRows);
  for (;;) {
    const batch = await ahead;
    if (batch.length === 0) return;
    ahead = cursor.read(batchRows);
    // Its failure is for whoever reads it next; until then it must not count as unhandled.
    ahead.catch(() => undefined);
    yield batch;
  }
}

/** Walks everything that matches, in the order of the list, inside one snapshot, a batch at a time: memory stays flat. */
export async function walkRows<Row, F extends Filters, Raw extends pg.QueryResultRow>(
  scope: MerchantScope,
  source: ListingSource<Row, F, Raw>,
  query: ListingQuery<F>,
  take: (rows: readonly Row[]) => Promise<void>,
): Promise<void> {
  const sort = sortOf(source, query);
  const slice = { order: orderBy(sort.column, query.sort.direction), edge: null, limit: null };
  await withinScope(
    scope,
    async (client) => {
      const conditions = await conditionsOf(source, query, askOn(client));
      const statement = selectRows(source, scope, conditions, slice);
      const cursor = client.query(new Cursor<Raw>(statement.text, statement.values));
      try {
        for await (const batch of batchesOf(cursor)) await take(batch.map(source.row));
      } finally {
        await cursor.close();
      }
    },
    { snapshot: true },
  );
}

/** The ids of all that match and were there at a moment, as a statement: for what is done with all of them at once. */
export const matchingIds =
  <Row, F extends Filters, Raw>(source: ListingSource<Row, F, Raw>) =>
  async (scope: MerchantScope, query: ListingQuery<F>, until: Date, ask: Ask): Promise<Sql> =>
    mainRows(source, scope, await conditionsOf(source, query, ask), {
      columns: sql`r.id`,
      order: sql``,
      edge: sql`r.created_at <= ${until}::timestamptz`,
      limit: null,
    });
