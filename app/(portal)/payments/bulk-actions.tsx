"use client";

import { useContext, useRef, useState } from "react";
import type { BulkDialogProps } from "@/app/(portal)/payments/bulk-dialog";
import { SelectionContext } from "@/components/listing/selection-context";
import { Icon } from "@/components/ui/icon";
import { useLazyPopup } from "@/components/ui/lazy";
import { MenuButton } from "@/components/ui/menu-button";
import type { BulkMove } from "@/lib/features/moves/model";

const loadDialog = async () => (await import("@/app/(portal)/payments/bulk-dialog")).BulkDialog;

type BulkActionsProps = Omit<BulkDialogProps, "move" | "ids" | "onClose"> & {
  readonly moves: readonly BulkMove[];
};

/** What can be done with the ticked payments. The dialog keeps the ids it was opened with. */
export function BulkActions({ moves, ...rest }: BulkActionsProps) {
  const { texts } = rest;
  const ids = useContext(SelectionContext);
  const { Popup, setOpen, trigger } = useLazyPopup(loadDialog);
  const place = useRef<HTMLSpanElement>(null);
  const [opened, setOpened] = useState<Pick<BulkDialogProps, "move" | "ids"> | null>(null);
  const close = () => {
    setOpen(false);
    // The menu that opened the dialog is gone, so nothing takes the focus back by itself.
    requestAnimationFrame(() => place.current?.querySelector("button")?.focus());
  };
  const items = moves.map((move) => ({ id: move, label: texts.titles[move] }));
  return (
    <span ref={place} onPointerEnter={trigger.onPointerEnter} onFocus={trigger.onFocus}>
      <MenuButton
        label={texts.bulk.open}
        sections={[{ label: null, items }]}
        onChoose={(chosen) => {
          const move = moves.find((known) => known === chosen);
          if (move === undefined) return;
          setOpened({ move, ids });
          trigger.onClick();
        }}
      >
        {texts.bulk.open}
        <Icon name="down" className="size-3.5" />
      </MenuButton>
      {Popup && opened && <Popup {...rest} {...opened} onClose={close} />}
    </span>
  );
}
