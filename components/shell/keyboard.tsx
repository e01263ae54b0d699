"use client";

import { useEffect, useRef } from "react";
import { lettersAreOff, type KeyTexts } from "@/components/shell/key-texts";
import { rowCommand } from "@/components/shell/row-keys";
import { useLazyPopup } from "@/components/ui/lazy";

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

const isChord = (event: KeyboardEvent) => event.ctrlKey || event.metaKey || event.altKey;

const isJump = (event: KeyboardEvent) => (event.ctrlKey || event.metaKey) && event.key === "k";

/** Whether a letter is meant for a field, for an open dialog, or for nobody. */
const isForOthers = (event: KeyboardEvent) =>
  isChord(event) ||
  isTyping(event.target) ||
  document.querySelector("[role=dialog], [role=menu]") !== null ||
  lettersAreOff();

/** Single letters can be switched off (WCAG 2.1.4); none of them changes anything of value. */
export function Keyboard({ texts }: { texts: KeyTexts }) {
  const { Popup, setOpen, trigger } = useLazyPopup(loadHelp);
  const mark = useRef<HTMLSpanElement>(null);
  const opener = useRef(trigger.onClick);
  useEffect(() => {
    opener.current = trigger.onClick;
  });

  useEffect(() => {
    let waitsForGoto = false;
    const goto = (key: string) => {
      const waited = waitsForGoto;
      waitsForGoto = key === "g";
      return waited && /^[a-z]$/.test(key) && press(`[data-goto="${key}"]`);
    };
    const help = (key: string) => {
      if (key === "?") opener.current();
      return key === "?";
    };
    const byLetter = (event: KeyboardEvent) =>
      help(event.key) || goto(event.key) || (commands[event.key]?.() ?? false) || rowCommand(event);
    const onKeyDown = (event: KeyboardEvent) => {
      const done = isJump(event) ? press("[data-key=jump]") : !isForOthers(event) && byLetter(event);
      if (done) event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    mark.current?.setAttribute("data-keyboard", "ready");
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  return (
    <span ref={mark} className="contents">
      {Popup && <Popup texts={texts} onClose={() => setOpen(false)} />}
    </span>
  );
}
