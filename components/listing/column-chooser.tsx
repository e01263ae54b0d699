"use client";

import { useRef } from "react";
import type { ColumnsProps } from "@/components/listing/table-model";
import { Icon } from "@/components/ui/icon";
import { useLazyPopup } from "@/components/ui/lazy";

const loadColumns = async () => (await import("@/components/listing/columns-popup")).ColumnsPopup;

export function ColumnChooser(props: ColumnsProps) {
  const button = useRef<HTMLButtonElement>(null);
  const { Popup, isOpen, setOpen, trigger } = useLazyPopup(loadColumns);
  const label = props.texts.columns;
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
      {Popup && <Popup {...props} anchor={button} isOpen={isOpen} onOpenChange={setOpen} />}
    </>
  );
}
