"use client";

import type { KeyboardEvent, RefObject } from "react";
import { Dialog, Popover } from "react-aria-components";
import { Elsewhere, type ActView } from "@/components/detail/act-view";

/** Up and down go through all acts, closed ones too: their reasons are there to be read. */
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
  readonly view: ActView;
  readonly isFirst: boolean;
  readonly choose: (view: ActView) => void;
};

function Entry({ view, isFirst, choose }: EntryProps) {
  const { name, title, why, elsewhere } = view;
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
        <p className="px-2.5 pb-1.5 text-xs text-soft">
          <span id={whyId}>{why}</span> <Elsewhere place={elsewhere} />
        </p>
      )}
    </li>
  );
}

type ActMenuProps = {
  readonly label: string;
  readonly views: readonly ActView[];
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly choose: (view: ActView) => void;
};

export function ActMenu({ label, views, anchor, isOpen, onOpenChange, choose }: ActMenuProps) {
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
