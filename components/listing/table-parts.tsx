"use client";

import type { ReactTable } from "@tanstack/react-table";
import { Fragment, type MouseEvent, type ReactNode } from "react";
import { classOf, drawCell, isNumber, titleOf, type TableColumn } from "@/components/listing/cell";
import type { TableFeatures, TableTexts } from "@/components/listing/table-model";
import { useGo } from "@/components/listing/frame";
import type { LiveRow } from "@/components/listing/live-rows";
import { Icon } from "@/components/ui/icon";

type Table = ReactTable<TableFeatures, LiveRow>;
type PartProps = {
  readonly table: Table;
  readonly columns: readonly TableColumn[];
  /** Which columns are shown, as places in `columns`. */
  readonly places: readonly number[];
  readonly texts: TableTexts;
};

const arrows = { ascending: "asc", descending: "desc", none: null } as const;

/** A heading breaks between its words and never at a hyphen. */
const Heading = ({ label }: { label: string }) => (
  <span>
    {label.split(" ").map((word, place) => (
      <Fragment key={word}>
        {place > 0 && " "}
        <span className="whitespace-nowrap">{word}</span>
      </Fragment>
    ))}
  </span>
);

/** Texts share what the other columns, as wide as their content, leave. */
const widthOf = ({ letters }: TableColumn) =>
  letters === null ? "1px" : `calc(${String(letters)}ch + 1rem)`;

function Head({ column }: { column: TableColumn }) {
  const arrow = column.sort && arrows[column.sort.direction];
  return (
    <th
      scope="col"
      className={isNumber(column.kind) ? "number" : undefined}
      {...(column.sort && { "aria-sort": column.sort.direction })}
      style={{ width: widthOf(column) }}
    >
      {column.sort ? (
        <a href={column.sort.href} className="inline-flex items-center gap-1 no-underline hover:text-ink">
          <Heading label={column.label} />
          <Icon name={arrow ?? "switch"} className={arrow ? "size-3.5 text-accent" : "size-3.5 opacity-50"} />
        </a>
      ) : (
        <Heading label={column.label} />
      )}
    </th>
  );
}

type HeadProps = PartProps & { readonly hasActions: boolean };

export function TableHead({ table, columns, places, texts, hasActions }: HeadProps) {
  const some = table.getIsSomePageRowsSelected();
  return (
    <thead>
      <tr>
        <th scope="col" className="tick">
          <input
            type="checkbox"
            aria-label={texts.tickPage}
            checked={table.getIsAllPageRowsSelected()}
            ref={(box) => {
              if (box) box.indeterminate = some;
            }}
            onChange={table.getToggleAllPageRowsSelectedHandler()}
          />
        </th>
        {places.map((place) => {
          const column = columns[place];
          return column && <Head key={column.key} column={column} />;
        })}
        {hasActions && (
          <th scope="col" style={{ width: "1px" }}>
            <span className="sr-only">{texts.rowActions}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

const isPlainClick = (event: MouseEvent) => {
  const target = event.target as Element;
  // What happens in a dialog that a row opened reaches the row, too.
  const isElsewhere = !event.currentTarget.contains(target);
  const onControl = isElsewhere || target.closest("a, button, input, label") !== null;
  const selecting = (getSelection()?.toString() ?? "") !== "";
  return !onControl && !selecting && event.button === 0 && !event.metaKey && !event.ctrlKey;
};

type BodyProps = PartProps & {
  readonly detailPath: string | null;
  readonly rowActions: Readonly<Record<string, ReactNode>> | null;
};

const stateMarks = { same: {}, changed: { "data-changed": "" }, left: { "data-left": "" } } as const;

export function TableBody({ table, columns, places, detailPath, rowActions, texts }: BodyProps) {
  const go = useGo();
  return (
    <tbody>
      {table.getRowModel().rows.map((row) => {
        const { id, cells, state } = row.original;
        const href = detailPath?.replace("[id]", id) ?? null;
        const on = row.getIsSelected();
        return (
          <tr
            key={id}
            {...(on && { "data-on": "" })}
            {...stateMarks[state]}
            {...(state === "left" && { title: texts.leftFilter })}
            onClick={(event) => {
              if (href !== null && isPlainClick(event)) go(href);
            }}
          >
            <td className="tick">
              <input
                type="checkbox"
                aria-label={`${texts.tickRow} ${id}`}
                checked={on}
                onChange={row.getToggleSelectedHandler()}
              />
            </td>
            {places.map((place) => {
              const column = columns[place];
              const cell = cells[place] ?? null;
              return (
                column && (
                  <td key={column.key} className={classOf(column, cell)} title={titleOf(column, cell)}>
                    {drawCell({ column, cell, href })}
                  </td>
                )
              );
            })}
            {rowActions && <td className="row-actions">{rowActions[id]}</td>}
          </tr>
        );
      })}
    </tbody>
  );
}
