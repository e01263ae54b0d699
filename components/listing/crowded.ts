import { detailOf, first, mayGiveWay, second, shortened, type TableColumn } from "@/components/listing/cell";
import { known } from "@/lib/kernel/known";
import type { Cell, FormattedRow } from "@/lib/listing/cells";
import type { CellKind } from "@/lib/listing/spec";

/** Pixels; figures and letters of the table are about as wide. */
const letter = 7;
const padding = 12;
const narrowest = 72;
/** What a screen of 1280 pixels leaves for the columns, beside navigation, margins and ticks. */
const room = 960;

const wordOf = ({ words }: TableColumn, cell: Cell) => known(words, first(cell)) ?? first(cell);

const noteWidth = ({ note }: TableColumn, code: string) =>
  code === "" ? 0 : (known(note?.words, code) ?? code).length * letter + 24;

/** Width of what a cell shows, by its kind. */
const widths: Readonly<Record<CellKind, (column: TableColumn, cell: Cell) => number>> = {
  text: (_, cell) => first(cell).length * letter,
  count: (_, cell) => first(cell).length * letter,
  id: (_, cell) => shortened(first(cell)).length * letter,
  day: (_, cell) => first(cell).length * letter,
  instant: (_, cell) => first(cell).length * letter,
  due: (_, cell) => first(cell).length * letter,
  status: (column, cell) =>
    cell === null ? 0 : wordOf(column, cell).length * letter + 20 + noteWidth(column, second(cell)),
  coded: (column, cell) => (detailOf(cell) || wordOf(column, cell)).length * letter,
  money: (_, cell) => (first(cell) + second(cell)).length * letter + 6,
};

function leastWidth(column: TableColumn, cells: readonly Cell[]): number {
  const head = Math.max(...column.label.split(" ").map((word) => word.length)) * letter;
  if (mayGiveWay(column)) return padding + Math.max(head, narrowest);
  const widest = Math.max(0, ...cells.map((cell) => widths[column.kind](column, cell)));
  return padding + Math.max(head + (column.sort ? 18 : 0), widest);
}

/** Whether the columns that are seen need more than a common screen has, so that the table must scroll by itself. */
export const isCrowded = (
  columns: readonly TableColumn[],
  rows: readonly FormattedRow[],
  hidden: readonly string[],
): boolean => {
  const needed = columns.map((column, place) => {
    const cells = rows.map((row) => row.cells[place] ?? null);
    return hidden.includes(column.key) ? 0 : leastWidth(column, cells);
  });
  return needed.reduce((sum, width) => sum + width, 0) > room;
};
