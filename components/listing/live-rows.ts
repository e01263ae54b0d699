"use client";

import { useEffect, useState } from "react";
import type { Cell, FormattedRow } from "@/lib/listing/cells";

export type LiveRow = FormattedRow & { readonly state: "same" | "changed" | "left" };

type Change = {
  readonly id: string;
  /** Whether the row still belongs to what is filtered. */
  readonly matches: boolean;
  readonly isNew: boolean;
  readonly cells: readonly Cell[];
};
type Patches = ReadonlyMap<string, Change>;

const isChanges = (value: unknown): value is { changed: readonly Change[] } =>
  typeof value === "object" && value !== null && "changed" in value && Array.isArray(value.changed);

function patched(row: FormattedRow, patches: Patches): LiveRow {
  const change = patches.get(row.id);
  if (!change) return { ...row, state: "same" };
  return { id: row.id, cells: change.cells, state: change.matches ? "changed" : "left" };
}

/** The rows as drawn, with what changed since; new ones are counted, never pushed under the reader's eyes. */
export function useLiveRows(rows: readonly FormattedRow[], source: string | null) {
  const [patches, setPatches] = useState<Patches>(new Map());
  const [drawnRows, setDrawnRows] = useState(rows);
  if (rows !== drawnRows) {
    setDrawnRows(rows);
    setPatches(new Map());
  }

  useEffect(() => {
    if (source === null) return;
    const events = new EventSource(source);
    events.onmessage = (event: MessageEvent<string>) => {
      const data: unknown = JSON.parse(event.data);
      if (!isChanges(data)) return;
      setPatches(
        (before) => new Map([...before, ...data.changed.map((change) => [change.id, change] as const)]),
      );
    };
    return () => events.close();
  }, [source]);

  const known = new Set(rows.map((row) => row.id));
  const isFresh = (change: Change) => change.isNew && change.matches && !known.has(change.id);
  return {
    rows:
      patches.size === 0
        ? rows.map((row) => ({ ...row, state: "same" as const }))
        : rows.map((row) => patched(row, patches)),
    fresh: [...patches.values()].filter(isFresh).length,
  };
}
