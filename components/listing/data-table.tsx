"use client";

import { useTable, type ColumnDef } from "@tanstack/react-table";
import { useMemo, useState, type ReactNode } from "react";
import type { TableColumn } from "@/components/listing/cell";
import { ColumnChooser } from "@/components/listing/column-chooser";
import { useLiveRows, type LiveRow } from "@/components/listing/live-rows";
import { NewRows } from "@/components/listing/new-rows";
import { SelectionBar } from "@/components/listing/selection-bar";
import { features, type TableFeatures, type TableTexts } from "@/components/listing/table-model";
import { TableBody, TableHead } from "@/components/listing/table-parts";
import type { FormattedRow } from "@/lib/listing/cells";
import type { Layout } from "@/lib/listing/columns";

export type DataTableProps = {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly FormattedRow[];
  /** Every column, and which of them are hidden. */
  readonly layout: Layout;
  /** The columns need more than a common screen has: the table scrolls by itself. */
  readonly crowded: boolean;
  /** Long texts take several lines instead of being cut. */
  readonly tall: boolean;
  /** `[id]` is replaced by the row's id. */
  readonly detailPath: string | null;
  readonly texts: TableTexts;
  /** Address of the event stream, or null. */
  readonly live: string | null;
  readonly firstPage: string;
  readonly saveLayout: ((layout: Layout) => Promise<void>) | null;
  readonly summary: ReactNode;
  readonly tools: ReactNode;
  /** What can be done with ticked rows. */
  readonly bulk: ReactNode;
  /** By the row's id; a live row that has just come has none yet. */
  readonly rowActions: Readonly<Record<string, ReactNode>> | null;
  /** Stands where the rows would be. */
  readonly empty: ReactNode;
};

/** The columns as the person has them, kept at once when they change. */
function useLayout({ columns, layout: initial, saveLayout }: DataTableProps) {
  const [layout, setLayout] = useState(initial);
  const arrange = (next: Layout) => {
    setLayout(next);
    void saveLayout?.(next);
  };
  const places = layout.order
    .filter((name) => !layout.hidden.includes(name))
    .map((name) => columns.findIndex(({ key }) => key === name));
  return { layout, arrange, places };
}

/** Ticks, columns, and what changed since the list was drawn. */
export function DataTable(props: DataTableProps) {
  const { columns, texts } = props;
  const { rows, fresh } = useLiveRows(props.rows, props.live);
  const definitions = useMemo(
    () => columns.map((column): ColumnDef<TableFeatures, LiveRow> => ({ id: column.key })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: (row) => row.id,
  });
  const { layout, arrange, places } = useLayout(props);
  const parts = { table, columns, places, texts };

  return (
    <>
      <div className="flex min-h-8 flex-wrap items-center gap-2 px-4 py-2 max-sm:items-start">
        <div className="min-w-0 flex-1 self-center">{props.summary}</div>
        <NewRows count={fresh} forms={texts.fresh} href={props.firstPage} />
        {props.tools}
        <ColumnChooser columns={columns} layout={layout} arrange={arrange} texts={texts} />
      </div>
      <SelectionBar
        ids={Object.keys(table.state.rowSelection)}
        texts={texts}
        clear={() => table.resetRowSelection(true)}
        actions={props.bulk}
      />
      {props.empty ?? (
        <div
          className={`dims overflow-x-auto border-t border-line max-sm:overflow-visible ${props.crowded ? "2xl:overflow-x-clip" : "xl:overflow-x-clip"}`}
        >
          <table className={`rows rows-cards ${props.tall ? "rows-tall" : ""}`} data-rows>
            <caption className="sr-only">{texts.caption}</caption>
            <TableHead {...parts} hasActions={props.rowActions !== null} />
            <TableBody {...parts} detailPath={props.detailPath} rowActions={props.rowActions} />
          </table>
        </div>
      )}
    </>
  );
}
