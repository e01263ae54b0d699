"use client";

import type { TableTexts } from "@/components/listing/table-model";
import { sayCount } from "@/components/ui/plural";

type SelectionBarProps = {
  readonly ids: readonly string[];
  readonly texts: TableTexts;
  readonly clear: () => void;
};

export function SelectionBar({ ids, texts, clear }: SelectionBarProps) {
  return (
    <div
      role="status"
      className={
        ids.length > 0
          ? "flex items-center gap-2 border-t border-line bg-accent-tint px-4 py-1.5 text-sm"
          : "sr-only"
      }
    >
      {ids.length > 0 && (
        <>
          <span className="flex-1 font-medium">{sayCount(texts.ticked, ids.length)}</span>
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
