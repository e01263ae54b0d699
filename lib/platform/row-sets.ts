import sql, { join, raw, type Sql } from "sql-template-tag";

type Cell = string | number | boolean | Date | null | undefined;

const textOf = (cell: Cell): string | null => {
  if (cell === null || cell === undefined) return null;
  return cell instanceof Date ? cell.toISOString() : String(cell);
};

/**
 * Rows as a table within a statement, called by a name: an array for each column, which costs the database a fraction
 * of what the same rows cost as JSON. `columns` says the type of each property that is wanted.
 */
export function rowSet<Column extends string>(
  name: string,
  columns: Readonly<Record<Column, string>>,
  rows: readonly Readonly<Partial<Record<Column, Cell>>>[],
): Sql {
  const keys = Object.keys(columns) as Column[];
  const arrays = keys.map((key) => sql`${rows.map((row) => textOf(row[key]))}::${raw(columns[key])}[]`);
  return sql`unnest(${join(arrays)}) as ${raw(`${name} (${keys.map((key) => `"${key}"`).join(", ")})`)}`;
}
