"use client";

import type { RefObject } from "react";
import { Checkbox, CheckboxGroup, Dialog, Label, Popover } from "react-aria-components";
import { Icon } from "@/components/ui/icon";

type ChoicesPopupProps = {
  readonly label: string;
  readonly choices: readonly { readonly id: string; readonly label: string; readonly fixed: boolean }[];
  readonly chosen: readonly string[];
  readonly onChoose: (ids: string[]) => void;
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

export function ChoicesPopup({
  label,
  choices,
  chosen,
  onChoose,
  anchor,
  isOpen,
  onOpenChange,
}: ChoicesPopupProps) {
  return (
    <Popover
      triggerRef={anchor}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      placement="bottom end"
      className="floating min-w-52"
    >
      <Dialog aria-label={label} className="outline-none">
        <CheckboxGroup value={[...chosen]} onChange={onChoose}>
          <Label className="block px-2.5 pt-1.5 pb-1 text-xs font-medium text-faint">{label}</Label>
          {choices.map((choice) => (
            <Checkbox
              key={choice.id}
              value={choice.id}
              isDisabled={choice.fixed}
              className="floating-item data-[disabled]:text-faint data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent data-[hovered]:bg-sunken"
            >
              {({ isSelected }) => (
                <>
                  <span
                    className={`flex size-4 items-center justify-center rounded-sm border ${isSelected ? "border-accent bg-accent text-accent-ink" : "border-edge"}`}
                  >
                    {isSelected && <Icon name="done" className="size-3" />}
                  </span>
                  {choice.label}
                </>
              )}
            </Checkbox>
          ))}
        </CheckboxGroup>
      </Dialog>
    </Popover>
  );
}
