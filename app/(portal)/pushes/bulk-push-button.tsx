"use client";

import { useContext, useState } from "react";
import type { BulkPushDialogProps } from "@/app/(portal)/pushes/bulk-push-dialog";
import { SelectionContext } from "@/components/listing/selection-context";
import { useLazyPopup } from "@/components/ui/lazy";

const loadDialog = async () => (await import("@/app/(portal)/pushes/bulk-push-dialog")).BulkPushDialog;

type BulkPushButtonProps = Omit<BulkPushDialogProps, "ids" | "onClose">;

/** The dialog keeps the rows it was opened with. */
export function BulkPushButton(props: BulkPushButtonProps) {
  const ticked = useContext(SelectionContext);
  const { Popup, setOpen, trigger } = useLazyPopup(loadDialog);
  const [ids, setIds] = useState<readonly string[]>([]);
  const open = () => {
    setIds(ticked);
    trigger.onClick();
  };
  return (
    <>
      <button {...trigger} onClick={open} className="button">
        {ticked.length > 0 ? props.texts.open : props.texts.openAll}
      </button>
      {Popup && <Popup {...props} ids={ids} onClose={() => setOpen(false)} />}
    </>
  );
}
