"use client";

import type { ReactNode } from "react";
import { SelectionContext } from "@/components/listing/selection-context";
import type { TableTexts } from "@/components/listing/table-model";
import { sayCount } from "@/components/ui/plural";

type SelectionBarProps = {
  readonly ids: readonly string[];
  readonly texts: TableTexts;
  readonly clear: () => void;
  /** What can be done with the ticked rows; it finds them in `SelectionContext`. */
  readonly actions: ReactNode;
};

export function SelectionBar({ ids, texts, clear, actions }: SelectionBarProps) {
  const hasTicks = ids.length > 0;
  return (
    <div
      className={
        hasTicks
          ? "flex flex-wrap items-center gap-2 border-t border-line bg-accent-tint px-4 py-1.5 text-sm"
          : "sr-only"
      }
    >
      <span role="status" className="flex-1 font-medium">
        {hasTicks && sayCount(texts.ticked, ids.length)}
      </span>
      {hasTicks && (
        <>
          <SelectionContext value={ids}>{actions}</SelectionContext>
          <button type="button" className="button" data-copy={ids.join("\n")}>
            {texts.copyIds}
          </button>
          <button type="button" className="button button-quiet" onClick={clear}>
            {texts.clearTicks}
          </button>
        </>
      )}
    </div>
  );
}
