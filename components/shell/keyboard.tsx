"use client";

import { useEffect, useRef, useState } from "react";
import { rowCommand } from "@/components/shell/row-keys";
import { useLazyPopup } from "@/components/ui/lazy";

export type KeyTexts = {
  readonly title: string;
  readonly close: string;
  readonly letters: string;
  readonly keys: readonly { readonly keys: readonly string[]; readonly label: string }[];
};

const loadHelp = async () => (await import("@/components/shell/key-help")).KeyHelp;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && target.type === "checkbox");

const press = (selector: string) => {
  const element = document.querySelector<HTMLElement>(selector);
  element?.click();
  return element !== null;
};

function focusOn(selector: string) {
  const element = document.querySelector<HTMLElement>(selector);
  element?.focus();
  if (element instanceof HTMLInputElement) element.select();
  return element !== null;
}

/** What a single letter does; true when it did something. */
const commands: Readonly<Record<string, () => boolean>> = {
  "/": () => focusOn("[data-key=search]") || press("[data-key=jump]"),
  f: () => focusOn("[data-key=filters] summary"),
  "[": () => press("[data-key=previous]"),
  "]": () => press("[data-key=next]"),
};

export const lettersAreOff = () => document.cookie.split("; ").includes("letters=off");

/** Single letters can be switched off (WCAG 2.1.4); none of them changes anything of value. */
export function Keyboard({ texts }: { texts: KeyTexts }) {
  const { Popup, setOpen, trigger } = useLazyPopup(loadHelp);
  const waitsForGoto = useRef(false);
  const [ready, setReady] = useState(false);
  const openHelp = trigger.onClick;
  const opener = useRef(openHelp);
  useEffect(() => {
    opener.current = openHelp;
  });

  useEffect(() => {
    const isGoto = (key: string) => {
      const waited = waitsForGoto.current;
      waitsForGoto.current = key === "g";
      return waited && /^[a-z]$/.test(key) && press(`[data-goto="${key}"]`);
    };
    const byLetter = (event: KeyboardEvent) => {
      if (event.key === "?") {
        opener.current();
        return true;
      }
      return isGoto(event.key) || (commands[event.key]?.() ?? false) || rowCommand(event);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "k") {
        if (press("[data-key=jump]")) event.preventDefault();
        return;
      }
      const chord = event.ctrlKey || event.metaKey || event.altKey;
      const busy = document.querySelector("[role=dialog], [role=menu]") !== null;
      if (chord || busy || isTyping(event.target) || lettersAreOff()) return;
      if (byLetter(event)) event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    setReady(true);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  return (
    <span data-keyboard={ready ? "ready" : "off"} className="contents">
      {Popup && <Popup texts={texts} onClose={() => setOpen(false)} />}
    </span>
  );
}
