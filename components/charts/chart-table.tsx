import Link from "next/link";

export type TableCell = { readonly text: string; readonly href: string | null };
type TableRow = { readonly key: string; readonly head: string; readonly cells: readonly TableCell[] };

type ChartTableProps = {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly TableRow[];
  readonly foot: TableRow;
};

const Cells = ({ row }: { row: TableRow }) => (
  <>
    <th scope="row">{row.head}</th>
    {row.cells.map(({ text, href }, place) => (
      <td key={place} className="number">
        {href === null ? (
          text
        ) : (
          <Link href={href} prefetch={false}>
            {text}
          </Link>
        )}
      </td>
    ))}
  </>
);

/** The figures of a chart. It scrolls by itself, so it can be reached by keyboard. */
export function ChartTable({ caption, heads, rows, foot }: ChartTableProps) {
  return (
    <div
      role="region"
      aria-label={caption}
      tabIndex={0}
      className="relative max-h-96 overflow-auto rounded-md border border-line"
    >
      <table className="rows chart-rows">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head, place) => (
              <th key={head} scope="col" className={place === 0 ? undefined : "number"}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <Cells row={row} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <Cells row={foot} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
