"use client";

import { useRef, useState, type ComponentProps } from "react";
import type { MoveContext, MoveView } from "@/app/(portal)/payments/[id]/move-model";
import { Icon } from "@/components/ui/icon";
import { useLazyPopup } from "@/components/ui/lazy";
import type { MoveName } from "@/lib/features/moves/model";

const loadDialog = async () => (await import("@/app/(portal)/payments/[id]/move-dialog")).MoveDialog;
const loadMenu = async () => (await import("@/app/(portal)/payments/[id]/move-menu")).MoveMenu;

const whyId = (name: MoveName) => `why-${name}`;

type ButtonProps = Pick<ComponentProps<"button">, "onClick" | "onFocus" | "onPointerEnter"> & {
  readonly view: MoveView;
  readonly isFirst: boolean;
};

function MoveButton({ view, isFirst, onClick, ...events }: ButtonProps) {
  const { name, title, why } = view;
  const state =
    why === null
      ? { className: `button ${isFirst ? "button-primary" : ""}`, onClick }
      : { className: "button", "aria-disabled": true, "aria-describedby": whyId(name) };
  return (
    <button type="button" data-move={name} aria-haspopup="dialog" {...events} {...state}>
      {name === "refund" && <Icon name="refund" />}
      {title}
    </button>
  );
}

/** Right below its button; on a phone below all of them, so it says which one it means. */
function Why({ view }: { view: MoveView }) {
  const { why, elsewhere, name, title } = view;
  if (why === null) return null;
  return (
    <p className="max-w-md text-right text-xs text-balance text-soft max-sm:order-last max-sm:max-w-none max-sm:basis-full max-sm:text-left">
      <span className="font-medium text-ink">{title}:</span> <span id={whyId(name)}>{why}</span>{" "}
      {elsewhere !== null && (
        <a href={elsewhere.href} target="_blank" rel="noreferrer" className="link">
          {elsewhere.label}
        </a>
      )}
    </p>
  );
}

type MovesBarProps = {
  readonly label: string;
  readonly more: string;
  readonly leading: readonly MoveView[];
  readonly others: readonly MoveView[];
  readonly context: MoveContext;
  /** Beside other bars: none of its buttons is the page's foremost one. */
  readonly calm?: boolean;
};

type Opened = { readonly name: MoveName; readonly title: string; readonly context: MoveContext };

/** What was opened keeps what it was opened with: a move that closes itself must not take its dialog away. */
function useMoves(context: MoveContext) {
  const bar = useRef<HTMLDivElement>(null);
  const moreButton = useRef<HTMLButtonElement>(null);
  const dialog = useLazyPopup(loadDialog);
  const menu = useLazyPopup(loadMenu);
  const [opened, setOpened] = useState<Opened | null>(null);
  const open = ({ name, title }: MoveView) => {
    menu.setOpen(false);
    setOpened({ name, title, context });
    dialog.trigger.onClick();
  };
  const close = () => {
    dialog.setOpen(false);
    // The button that opened the dialog may be gone by now.
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      const name = opened?.name ?? "";
      (bar.current?.querySelector<HTMLElement>(`[data-move="${name}"]`) ?? moreButton.current)?.focus();
    });
  };
  return { bar, moreButton, dialog, menu, opened, open, close };
}

export function MovesBar({ label, more, leading, others, context, calm }: MovesBarProps) {
  const { bar, moreButton, dialog, menu, opened, open, close } = useMoves(context);
  const { onFocus, onPointerEnter } = dialog.trigger;
  return (
    <div
      ref={bar}
      role="group"
      aria-label={label}
      className="no-print flex flex-wrap items-start justify-end gap-2 max-sm:justify-start"
    >
      <div className="flex flex-col items-end gap-1.5 max-sm:contents">
        <div className="flex flex-wrap justify-end gap-2 max-sm:contents">
          {leading.map((view, place) => (
            <MoveButton
              key={view.name}
              {...{ view, onFocus, onPointerEnter }}
              isFirst={place === 0 && calm !== true}
              onClick={() => open(view)}
            />
          ))}
        </div>
        {leading.map((view) => (
          <Why key={view.name} view={view} />
        ))}
      </div>
      {others.length > 0 && (
        <button ref={moreButton} {...menu.trigger} aria-haspopup="dialog" className="button">
          {more}
          <Icon name="down" className="size-3.5" />
        </button>
      )}
      {menu.Popup && (
        <menu.Popup
          {...{ label: more, views: others, anchor: moreButton, choose: open }}
          isOpen={menu.isOpen}
          onOpenChange={menu.setOpen}
        />
      )}
      {dialog.Popup && opened && <dialog.Popup {...opened} onClose={close} />}
    </div>
  );
}
