import { Icon, type Tone } from "@/components/ui/icon";
import { known } from "@/lib/kernel/known";
import type { Cell } from "@/lib/listing/cells";
import type { CellKind } from "@/lib/listing/spec";

/** A column as the browser knows it: every text is written out. */
export type TableColumn = {
  readonly key: string;
  readonly kind: CellKind;
  readonly label: string;
  readonly sort: { readonly href: string; readonly direction: "ascending" | "descending" | "none" } | null;
  readonly words?: Readonly<Record<string, string>>;
  readonly tones?: Readonly<Record<string, Tone>>;
  /** For a status with a second one beside it. */
  readonly note?: {
    readonly words: Readonly<Record<string, string>>;
    readonly tones?: Readonly<Record<string, Tone>>;
  };
  /** A second money column: a card names it, because it is not the amount itself. */
  readonly secondary: boolean;
  /** A card names it: a figure, or an instant that is not the row's own. */
  readonly named: boolean;
  /** Letters of the longest text: the width a text column would like; it takes less where there is less. */
  readonly letters: number | null;
  readonly fixed: boolean;
};

export type CellProps = { readonly column: TableColumn; readonly cell: Cell; readonly href: string | null };

const mostLettersOfAddress = 30;
const isRead = (id: string) => id.includes("@") || /\.[a-z]{3}$/.test(id);

/** An id is known by its ends; an address and a file's name are read from their beginning. */
export function shortened(id: string): string {
  if (!isRead(id)) return id.length > 16 ? `${id.slice(0, 4)}…${id.slice(-6)}` : id;
  return id.length > mostLettersOfAddress ? `${id.slice(0, mostLettersOfAddress - 1)}…` : id;
}

export const first = (cell: Cell) => (typeof cell === "string" ? cell : (cell?.[0] ?? ""));
export const second = (cell: Cell) => (typeof cell === "string" ? "" : (cell?.[1] ?? ""));

const key = /^[0-9A-F]{32}$/i;

/** Two dots say as well as four that digits are left out; a key is known by its ends. */
export function detailOf(cell: Cell): string {
  const detail = second(cell);
  return key.test(detail) ? shortened(detail) : detail.replace(/•+/, "••");
}

const word = (column: TableColumn, code: string) => known(column.words, code) ?? code;

/** Without tones a code is a word like others: neither good nor bad. */
function drawStatus(code: string, { words, tones }: Pick<TableColumn, "words" | "tones">) {
  if (tones === undefined) return <span title={code}>{known(words, code) ?? code}</span>;
  const tone = known(tones, code) ?? "off";
  return (
    <span className={`status tone-${tone}`} title={code}>
      <Icon name={tone} className="mark" />
      {known(words, code) ?? code}
    </span>
  );
}

const label = ({ secondary, named, label: name }: TableColumn) =>
  (secondary || named) && <span className="card-label">{name}</span>;

const drawn: Readonly<Record<CellKind, (props: CellProps) => React.ReactNode>> = {
  text: ({ cell }) => first(cell),
  count: ({ column, cell }) =>
    cell && (
      <>
        {label(column)}
        {first(cell)}
      </>
    ),
  id: ({ cell, href }) => (
    <a href={href ?? undefined} className="link" title={first(cell)}>
      {shortened(first(cell))}
    </a>
  ),
  day: ({ column, cell }) =>
    cell && (
      <span className="whitespace-nowrap">
        {label(column)}
        {first(cell)}
      </span>
    ),
  instant: ({ column, cell }) =>
    cell && (
      <>
        {label(column)}
        <time title={second(cell)}>{first(cell)}</time>
      </>
    ),
  due: ({ column, cell }) =>
    cell && (
      <>
        {label(column)}
        <span title={second(cell)}>{first(cell)}</span>
      </>
    ),
  status: ({ column, cell }) =>
    cell && (
      <>
        {drawStatus(first(cell), column)}
        {second(cell) !== "" && column.note && <> {drawStatus(second(cell), column.note)}</>}
      </>
    ),
  coded: ({ column, cell }) =>
    cell && (
      <span
        title={key.test(second(cell)) ? second(cell) : word(column, first(cell))}
        className={second(cell) === "" ? undefined : "inline-block first-letter:uppercase"}
      >
        {second(cell) === "" ? word(column, first(cell)) : detailOf(cell)}
      </span>
    ),
  money: ({ column, cell }) =>
    cell && (
      <>
        {label(column)}
        {first(cell)}
        <span className="currency">{second(cell)}</span>
      </>
    ),
};

const classes: Readonly<Record<CellKind, string>> = {
  text: "text",
  count: "number",
  id: "id",
  instant: "instant",
  due: "instant",
  day: "instant",
  status: "status-cell",
  coded: "coded",
  money: "money number",
};

export const isNumber = (kind: CellKind) => kind === "money" || kind === "count";

/** A long text is cut where there is no room for it. */
export const mayGiveWay = ({ letters }: TableColumn) => (letters ?? 0) > 11;

const classFor = ({ kind, tones }: TableColumn) =>
  kind === "status" && tones === undefined ? classes.coded : classes[kind];

export const classOf = (column: TableColumn, cell: Cell) =>
  `${classFor(column)}${mayGiveWay(column) ? " long" : ""}${column.secondary ? " later" : ""}${cell === null ? " blank" : ""}`;

/** A long text may be cut; the whole of it is in the tooltip. */
export const titleOf = (column: TableColumn, cell: Cell) =>
  typeof cell === "string" && mayGiveWay(column) ? cell : undefined;

/** A function and not a component: a list has hundreds of cells. */
export const drawCell = (props: CellProps) => drawn[props.column.kind](props);
