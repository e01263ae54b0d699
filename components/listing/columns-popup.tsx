"use client";

import type { RefObject } from "react";
import { Popover } from "react-aria-components";
import type { ColumnsProps } from "@/components/listing/table-model";
import { Icon } from "@/components/ui/icon";
import { moved } from "@/lib/listing/columns";

type ColumnsPopupProps = ColumnsProps & {
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

type MoveProps = {
  readonly icon: "up" | "down";
  readonly label: string;
  readonly isEnd: boolean;
  readonly move: () => void;
};

/** At the end of the way the button stays, so that the keyboard does not lose its place. */
const Move = ({ icon, label, isEnd, move }: MoveProps) => (
  <button
    type="button"
    aria-label={label}
    title={label}
    aria-disabled={isEnd}
    onClick={move}
    className="flex size-6 flex-none items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink aria-disabled:opacity-30"
  >
    <Icon name="down" className={icon === "up" ? "size-3.5 rotate-180" : "size-3.5"} />
  </button>
);

/** Which columns are seen, and in which order. */
export function ColumnsPopup({ columns, layout, arrange, texts, ...popover }: ColumnsPopupProps) {
  const { order, hidden } = layout;
  const toggle = (key: string, on: boolean) =>
    arrange({ order, hidden: on ? hidden.filter((other) => other !== key) : [...hidden, key] });
  const shift = (key: string, step: 1 | -1) => arrange({ order: moved(order, key, step), hidden });
  return (
    <Popover
      aria-label={texts.columns}
      triggerRef={popover.anchor}
      isOpen={popover.isOpen}
      onOpenChange={popover.onOpenChange}
      placement="bottom end"
      className="floating max-h-[70vh] min-w-64 overflow-auto"
    >
      <>
        <p className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-faint">{texts.columns}</p>
        <ul>
          {order.map((key, place) => {
            const column = columns.find((one) => one.key === key);
            if (!column) return null;
            const named = (text: string) => text.replace("{column}", column.label);
            return (
              <li key={key} className="flex items-center rounded-md hover:bg-sunken">
                <label className="floating-item flex-1">
                  <input
                    type="checkbox"
                    checked={!hidden.includes(key)}
                    disabled={column.fixed}
                    onChange={(event) => toggle(key, event.target.checked)}
                  />
                  {column.label}
                </label>
                <Move icon="up" label={named(texts.moveUp)} isEnd={place === 0} move={() => shift(key, -1)} />
                <Move
                  icon="down"
                  label={named(texts.moveDown)}
                  isEnd={place === order.length - 1}
                  move={() => shift(key, 1)}
                />
              </li>
            );
          })}
        </ul>
      </>
    </Popover>
  );
}
