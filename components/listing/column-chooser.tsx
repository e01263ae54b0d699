"use client";

import type { ReactTable } from "@tanstack/react-table";
import { useRef } from "react";
import type { TableColumn } from "@/components/listing/cell";
import type { TableFeatures } from "@/components/listing/table-model";
import type { LiveRow } from "@/components/listing/live-rows";
import { Icon } from "@/components/ui/icon";
import { useLazyPopup } from "@/components/ui/lazy";

type ColumnChooserProps = {
  readonly table: ReactTable<TableFeatures, LiveRow>;
  readonly columns: readonly TableColumn[];
  readonly label: string;
  readonly save: ((hidden: string[]) => Promise<void>) | null;
};

const loadChoices = async () => (await import("@/components/ui/choices-popup")).ChoicesPopup;

export function ColumnChooser({ table, columns, label, save }: ColumnChooserProps) {
  const button = useRef<HTMLButtonElement>(null);
  const { Popup, isOpen, setOpen, trigger } = useLazyPopup(loadChoices);
  const shown = table.getVisibleLeafColumns().map((column) => column.id);
  const choose = (keys: readonly string[]) => {
    const hidden = columns.filter(({ key, fixed }) => !fixed && !keys.includes(key)).map(({ key }) => key);
    table.setColumnVisibility(Object.fromEntries(hidden.map((key) => [key, false])));
    void save?.(hidden);
  };
  return (
    <>
      <button
        ref={button}
        {...trigger}
        aria-haspopup="dialog"
        aria-label={label}
        title={label}
        className="button button-quiet max-sm:hidden"
      >
        <Icon name="columns" />
      </button>
      {Popup && (
        <Popup
          label={label}
          choices={columns.map(({ key, label: name, fixed }) => ({ id: key, label: name, fixed }))}
          chosen={shown}
          onChoose={choose}
          anchor={button}
          isOpen={isOpen}
          onOpenChange={setOpen}
        />
      )}
    </>
  );
}
