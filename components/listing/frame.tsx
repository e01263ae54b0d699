"use client";

import { useRouter } from "next/navigation";
import {
  createContext,
  useContext,
  useEffect,
  useRef,
  useState,
  useTransition,
  type MouseEvent,
  type ReactNode,
  type SyntheticEvent,
} from "react";
import { looksLikeCardNumber } from "@/lib/kernel/card-number";

const Go = createContext<(href: string) => void>(() => undefined);
/** Soft navigation that keeps the old rows, dimmed, until the new ones are there. */
export const useGo = () => useContext(Go);

const hasModifier = (event: MouseEvent) => event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

/** Where a click leads if the browser would follow it in this tab; null for every other click. */
function softTarget(event: MouseEvent<HTMLElement>): string | null {
  if (event.defaultPrevented || event.button !== 0 || hasModifier(event)) return null;
  const link = (event.target as Element).closest<HTMLAnchorElement>("a:not([target], [download])");
  if (!link) return null;
  const { origin, pathname } = new URL(link.href);
  const leaves = origin !== location.origin || pathname.startsWith("/api/");
  return leaves ? null : link.href.slice(origin.length);
}

function addressOfForm(form: HTMLFormElement): string {
  const address = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() !== "") address.append(name, value.trim());
  }
  const query = address.toString();
  return query === "" ? location.pathname : `${location.pathname}?${query}`;
}

function close(panel: HTMLDetailsElement) {
  const held = panel.contains(document.activeElement);
  panel.open = false;
  if (held) panel.querySelector("summary")?.focus();
}

/** In the drawer of small screens nothing floats: its panels stay as they are while it is open. */
const closePanels = (frame: HTMLElement | null, except: Node | null = null) => {
  for (const panel of frame?.querySelectorAll<HTMLDetailsElement>("details[open][name=filters]") ?? []) {
    if (panel.closest(":popover-open") === null && !panel.contains(except)) close(panel);
  }
};

const closeAll = (frame: HTMLElement | null) => {
  frame?.querySelector<HTMLElement>("form :popover-open")?.hidePopover();
  closePanels(frame);
};

/** Native panels stay open when one clicks elsewhere or presses Esc; these two listeners close them. */
function useClosingPanels(frame: React.RefObject<HTMLDivElement | null>) {
  useEffect(() => {
    const onPointerDown = (event: PointerEvent) => closePanels(frame.current, event.target as Node);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape") closePanels(frame.current);
    };
    document.addEventListener("pointerdown", onPointerDown);
    document.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("pointerdown", onPointerDown);
      document.removeEventListener("keydown", onKeyDown);
    };
  }, [frame]);
}

const searchOf = (form: HTMLFormElement | null | undefined) =>
  form?.querySelector<HTMLInputElement>("input[name=q]");

/**
 * Until now the browser alone refused what could be a card number, long order numbers too; from here
 * on the check digit decides. Listens by itself, so that the pattern never goes before the listener is there.
 */
function useCardGuard(frame: React.RefObject<HTMLDivElement | null>, say: (refused: boolean) => void) {
  useEffect(() => {
    const node = frame.current;
    const box = searchOf(node?.querySelector("form"));
    const onSubmit = (event: SubmitEvent) => {
      const refused = looksLikeCardNumber(searchOf(event.target as HTMLFormElement)?.value ?? "");
      if (refused) {
        event.preventDefault();
        event.stopPropagation();
      }
      say(refused);
    };
    node?.addEventListener("submit", onSubmit, true);
    box?.removeAttribute("pattern");
    box?.removeAttribute("title");
    if (box && looksLikeCardNumber(box.value)) say(true);
    return () => node?.removeEventListener("submit", onSubmit, true);
  }, [frame, say]);
}

/** The form shows the query that is drawn; what was typed before the script came stays. */
function useShowingAddress(frame: React.RefObject<HTMLDivElement | null>, address: string) {
  const shown = useRef(address);
  useEffect(() => {
    if (shown.current === address) return;
    shown.current = address;
    frame.current?.querySelector("form")?.reset();
  }, [frame, address]);
}

type FrameProps = {
  /** Of the query that is drawn: when it changes, the form shows it. */
  readonly address: string;
  readonly cardNumberRefused: string;
  /** Title and filter form; what is wrong with the search is said below it. */
  readonly head: ReactNode;
  readonly children: ReactNode;
};

/** Makes links and the filter form of a list soft. Without script they work as links and a form. */
export function ListingFrame({ address, cardNumberRefused, head, children }: FrameProps) {
  const router = useRouter();
  const frame = useRef<HTMLDivElement>(null);
  const [pending, startTransition] = useTransition();
  const [refused, setRefused] = useState(false);
  useClosingPanels(frame);
  useCardGuard(frame, setRefused);
  useShowingAddress(frame, address);

  const go = (href: string) => {
    closeAll(frame.current);
    startTransition(() => {
      if (href === location.pathname + location.search) router.refresh();
      else router.push(href);
    });
  };
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const target = softTarget(event);
    if (target === null) return;
    event.preventDefault();
    go(target);
  };
  const onSubmit = (event: SyntheticEvent<HTMLElement>) => {
    const form = event.target;
    // By attribute: a box named "method" hides the property of that name.
    if (!(form instanceof HTMLFormElement) || form.getAttribute("method") !== "get") return;
    event.preventDefault();
    go(addressOfForm(form));
  };

  return (
    <Go value={go}>
      <div ref={frame} data-pending={pending} aria-busy={pending} onClick={onClick} onSubmit={onSubmit}>
        {head}
        <p role="alert" className={refused ? "notice notice-bad mb-3" : "sr-only"}>
          {refused && cardNumberRefused}
        </p>
        {children}
      </div>
    </Go>
  );
}
