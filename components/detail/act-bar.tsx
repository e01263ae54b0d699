"use client";

import { useRef, useState, type ComponentProps, type ComponentType } from "react";
import { Elsewhere, type ActView } from "@/components/detail/act-view";
import { Icon } from "@/components/ui/icon";
import { useLazyPopup } from "@/components/ui/lazy";

const loadMenu = async () => (await import("@/components/detail/act-menu")).ActMenu;

const whyIdOf = (name: string) => `why-${name}`;

type ButtonProps = Pick<ComponentProps<"button">, "onClick" | "onFocus" | "onPointerEnter"> & {
  readonly view: ActView;
  /** Of the sentence that says why it is closed. */
  readonly whyId: string;
  readonly isFirst: boolean;
};

function ActButton({ view, whyId, isFirst, onClick, ...events }: ButtonProps) {
  const { name, title, icon, why } = view;
  const state =
    why === null
      ? { className: `button ${isFirst ? "button-primary" : ""}`, onClick }
      : { className: "button", "aria-disabled": true, "aria-describedby": whyId };
  return (
    <button type="button" data-move={name} aria-haspopup="dialog" {...events} {...state}>
      {icon !== undefined && <Icon name={icon} />}
      {title}
    </button>
  );
}

/** What is closed for the same reason says it once. */
function byReason(views: readonly ActView[]): readonly (readonly [ActView, ...ActView[]])[] {
  const groups = new Map<string, [ActView, ...ActView[]]>();
  for (const view of views.filter(({ why }) => why !== null)) {
    const known = groups.get(view.why ?? "");
    if (known === undefined) groups.set(view.why ?? "", [view]);
    else known.push(view);
  }
  return [...groups.values()];
}

/** Right below the buttons; on a phone below all of them, so it says which ones it means. */
function Why({ views }: { views: readonly [ActView, ...ActView[]] }) {
  const { name, why, elsewhere } = views[0];
  return (
    <p className="max-w-md text-right text-xs text-balance text-soft max-sm:order-last max-sm:max-w-none max-sm:basis-full max-sm:text-left">
      <span className="font-medium text-ink">{views.map(({ title }) => title).join(", ")}:</span>{" "}
      <span id={whyIdOf(name)}>{why}</span> <Elsewhere place={elsewhere} />
    </p>
  );
}

export type ActDialogProps<N extends string, C> = {
  readonly name: N;
  readonly title: string;
  readonly context: C;
  readonly onClose: () => void;
};

type ActBarProps<N extends string, C> = {
  readonly label: string;
  readonly more: string;
  readonly leading: readonly ActView<N>[];
  readonly others: readonly ActView<N>[];
  readonly context: C;
  /** Beside other bars: none of its buttons is the page's foremost one. */
  readonly calm?: boolean;
  readonly loadDialog: () => Promise<ComponentType<ActDialogProps<N, C>>>;
};

type Opened<N extends string, C> = Omit<ActDialogProps<N, C>, "onClose">;

/** What was opened keeps what it was opened with: an act that closes itself must not take its dialog away. */
function useActs<N extends string, C>({ context, loadDialog }: ActBarProps<N, C>) {
  const bar = useRef<HTMLDivElement>(null);
  const moreButton = useRef<HTMLButtonElement>(null);
  const dialog = useLazyPopup(loadDialog);
  const menu = useLazyPopup(loadMenu);
  const [opened, setOpened] = useState<Opened<N, C> | null>(null);
  const open = ({ name, title }: ActView<N>) => {
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

/** What can be done with the thing that a page shows, and why the rest cannot; each opens its dialog. */
export function ActBar<N extends string, C>(props: ActBarProps<N, C>) {
  const { label, more, leading, others, calm } = props;
  const { bar, moreButton, dialog, menu, opened, open, close } = useActs(props);
  const { onFocus, onPointerEnter } = dialog.trigger;
  const choose = ({ name }: ActView) => {
    const view = others.find((other) => other.name === name);
    if (view !== undefined) open(view);
  };
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
            <ActButton
              key={view.name}
              {...{ view, onFocus, onPointerEnter }}
              whyId={whyIdOf(leading.find(({ why }) => why === view.why)?.name ?? "")}
              isFirst={place === 0 && calm !== true}
              onClick={() => open(view)}
            />
          ))}
        </div>
        {byReason(leading).map((views) => (
          <Why key={views[0].name} views={views} />
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
          {...{ label: more, views: others, anchor: moreButton, choose }}
          isOpen={menu.isOpen}
          onOpenChange={menu.setOpen}
        />
      )}
      {dialog.Popup && opened && <dialog.Popup {...opened} onClose={close} />}
    </div>
  );
}
