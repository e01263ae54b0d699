"use client";

import type { RefObject } from "react";
import { Popover } from "react-aria-components";

type ChoicesPopupProps = {
  readonly label: string;
  readonly choices: readonly { readonly id: string; readonly label: string; readonly fixed: boolean }[];
  readonly chosen: readonly string[];
  readonly onChoose: (ids: string[]) => void;
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

export function ChoicesPopup({ label, choices, chosen, onChoose, ...popover }: ChoicesPopupProps) {
  const toggle = (id: string, on: boolean) =>
    onChoose(on ? [...chosen, id] : chosen.filter((other) => other !== id));
  return (
    <Popover
      aria-label={label}
      triggerRef={popover.anchor}
      isOpen={popover.isOpen}
      onOpenChange={popover.onOpenChange}
      placement="bottom end"
      className="floating min-w-52"
    >
      <>
        <p className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-faint">{label}</p>
        {choices.map(({ id, label: name, fixed }) => (
          <label key={id} className="floating-item hover:bg-sunken">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              disabled={fixed}
              onChange={(event) => toggle(id, event.target.checked)}
            />
            {name}
          </label>
        ))}
      </>
    </Popover>
  );
}
