"use client";

import type { KeyboardEvent, RefObject } from "react";
import { Dialog, Popover } from "react-aria-components";
import type { MoveView } from "@/app/(portal)/payments/[id]/move-model";

/** Up and down go through all moves, closed ones too: their reasons are there to be read. */
function step(event: KeyboardEvent<HTMLElement>) {
  const directions: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
  const by = directions[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const place = buttons.findIndex((button) => button === document.activeElement);
  buttons[(place + by + buttons.length) % buttons.length]?.focus();
}

type EntryProps = {
  readonly view: MoveView;
  readonly isFirst: boolean;
  readonly choose: (view: MoveView) => void;
};

function Entry({ view, isFirst, choose }: EntryProps) {
  const { name, title, why } = view;
  const whyId = `menu-why-${name}`;
  return (
    <li>
      <button
        type="button"
        autoFocus={isFirst}
        aria-disabled={why !== null}
        aria-describedby={why === null ? undefined : whyId}
        onClick={() => {
          if (why === null) choose(view);
        }}
        className="floating-item w-full text-left hover:bg-sunken focus-visible:bg-sunken aria-disabled:cursor-default aria-disabled:text-faint"
      >
        {title}
      </button>
      {why !== null && (
        <p id={whyId} className="px-2.5 pb-1.5 text-xs text-soft">
          {why}
        </p>
      )}
    </li>
  );
}

type MoveMenuProps = {
  readonly label: string;
  readonly views: readonly MoveView[];
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly choose: (view: MoveView) => void;
};

export function MoveMenu({ label, views, anchor, isOpen, onOpenChange, choose }: MoveMenuProps) {
  return (
    <Popover
      triggerRef={anchor}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      placement="bottom end"
      className="floating w-80 max-w-[calc(100vw-1rem)]"
    >
      <Dialog aria-label={label} className="max-h-[70vh] overflow-auto outline-none">
        <ul onKeyDown={step}>
          {views.map((view, place) => (
            <Entry key={view.name} view={view} isFirst={place === 0} choose={choose} />
          ))}
        </ul>
      </Dialog>
    </Popover>
  );
}
