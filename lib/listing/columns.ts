import type { Column } from "@/lib/listing/spec";

/** Which columns a person sees, in which order. Keys may be of columns that are no more, and new ones may be missing. */
export type Layout = { readonly order: readonly string[]; readonly hidden: readonly string[] };

type Keyed = Pick<Column<object>, "kind" | "optional" | "shownWith"> & { readonly key: string };

/** The id is how a row is opened: it stays. */
export const isFixed = ({ kind }: Pick<Keyed, "kind">): boolean => kind === "id";

/** Each column once, in the kept order; one that the layout does not know stands behind its neighbour. */
function orderOf(columns: readonly Keyed[], kept: readonly string[]): string[] {
  const keys = columns.map(({ key }) => key);
  const order = [...new Set(kept)].filter((key) => keys.includes(key));
  for (const [place, key] of keys.entries()) {
    if (order.includes(key)) continue;
    const neighbour = keys[place - 1];
    order.splice(neighbour === undefined ? 0 : order.indexOf(neighbour) + 1, 0, key);
  }
  return order;
}

/**
 * The layout of a list's columns as they are now. Optional ones are hidden until somebody has shown them, or while a
 * filter is on that they belong to.
 * @param filters those that are on
 */
export function arranged<Row>(
  columns: readonly Column<Row>[],
  layout: Layout | null,
  filters: readonly string[],
): Layout {
  const keyed: readonly Keyed[] = columns;
  const isAsked = ({ shownWith }: Keyed) => shownWith !== undefined && filters.includes(shownWith);
  const isHidden = (column: Keyed) =>
    layout?.hidden.includes(column.key) === true ||
    (column.optional === true && layout?.order.includes(column.key) !== true && !isAsked(column));
  const hidden = keyed.filter((column) => !isFixed(column) && isHidden(column));
  return { order: orderOf(keyed, layout?.order ?? []), hidden: hidden.map(({ key }) => key) };
}

/** The columns that are seen, in their order. */
export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  layout: Layout | null,
  filters: readonly string[],
): Column<Row>[] {
  const { order, hidden } = arranged(columns, layout, filters);
  return order.flatMap((key) =>
    columns.filter((column) => (column.key as string) === key && !hidden.includes(key)),
  );
}

/** The order with one column a place further left or right among those that are there. */
export function moved(order: readonly string[], key: string, step: 1 | -1): readonly string[] {
  const from = order.indexOf(key);
  const to = from + step;
  const other = order[to];
  if (from < 0 || other === undefined) return order;
  return order.map((one, place) => (place === from ? other : place === to ? key : one));
}
