"use client";

import { useEffect, useState, type RefObject } from "react";
import { complete, type Completion, type Offer } from "@/lib/listing/complete";

export type SuggestionsProps = {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly offers: readonly Offer[];
  readonly label: string;
  /** What the box must say of the list: whether it is open, and which option is the active one. */
  readonly tell: (list: { isOpen: boolean; active: string | null }) => void;
};

type State = Completion & { readonly active: number };
const nothing: State = { start: 0, suggestions: [], active: -1 };

const idOf = (place: number) => `suggestion-${String(place)}`;

/** Words before the caret, as long as nothing but a space stands behind it. */
function typedIn(input: HTMLInputElement): string | null {
  const caret = input.selectionStart ?? input.value.length;
  return /^\S/.test(input.value.slice(caret)) ? null : input.value.slice(0, caret);
}

function insert(input: HTMLInputElement, start: number, text: string) {
  const caret = input.selectionStart ?? input.value.length;
  input.setRangeText(text, start, caret, "end");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

const moves: Readonly<Record<string, (active: number, count: number) => number>> = {
  ArrowDown: (active, count) => (active + 1) % count,
  ArrowUp: (active, count) => (active <= 0 ? count : active) - 1,
};

const keysOf = (
  box: HTMLInputElement,
  { suggestions, start, active }: State,
  setState: (state: State) => void,
) => {
  const take = () => {
    const chosen = suggestions[active];
    if (chosen) insert(box, start, chosen.insert);
    return chosen !== undefined;
  };
  const close = () => {
    setState(nothing);
    return true;
  };
  const move = (key: string) => {
    const next = moves[key]?.(active, suggestions.length);
    if (next !== undefined) setState({ suggestions, start, active: next });
    return next !== undefined;
  };
  return { Enter: take, Tab: take, Escape: close, ArrowDown: move, ArrowUp: move } as Readonly<
    Record<string, (key: string) => boolean>
  >;
};

/** What fits what is typed, and which of it the keys have reached. */
function useCompletion(input: RefObject<HTMLInputElement | null>, offers: readonly Offer[]) {
  const [state, setState] = useState<State>(nothing);
  const isOpen = state.suggestions.length > 0;
  useEffect(() => {
    const box = input.current;
    if (box === null) return;
    const show = (whenEmpty: boolean) => {
      const typed = typedIn(box);
      const wanted = typed !== null && (whenEmpty || /\S$/.test(typed));
      setState(wanted ? { ...complete(offers, typed), active: -1 } : nothing);
      return wanted;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const done = isOpen
        ? keysOf(box, state, setState)[event.key]?.(event.key)
        : event.key === "ArrowDown" && show(true);
      if (done !== true || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
    };
    const gone = new AbortController();
    const { signal } = gone;
    box.addEventListener("keydown", onKeyDown, { signal });
    box.addEventListener("input", () => show(false), { signal });
    box.addEventListener("blur", () => setState(nothing), { signal });
    box.form?.addEventListener("submit", () => setState(nothing), { signal });
    return () => gone.abort();
  });
  return state;
}

/** The list of a combobox as the ARIA pattern describes it: focus stays in the box. */
export function Suggestions({ input, offers, label, tell }: SuggestionsProps) {
  const { suggestions, active, start } = useCompletion(input, offers);
  const isOpen = suggestions.length > 0;
  // What was typed before this was loaded counts as well.
  useEffect(() => {
    input.current?.dispatchEvent(new Event("input"));
  }, [input]);
  useEffect(() => {
    tell({ isOpen, active: active < 0 ? null : idOf(active) });
  }, [tell, isOpen, active]);
  return (
    <ul
      id="suggestions"
      role="listbox"
      aria-label={label}
      className={isOpen ? "floating absolute inset-x-0 top-full z-40 mt-1 max-w-lg" : "hidden"}
    >
      {suggestions.map(({ word, label: name, insert: text }, place) => (
        <li
          key={text}
          id={idOf(place)}
          role="option"
          aria-selected={place === active}
          className={`floating-item ${place === active ? "bg-sunken" : "hover:bg-sunken"}`}
          // The box keeps the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            if (input.current) insert(input.current, start, text);
          }}
        >
          <span className="numbers font-medium">{word}</span>
          <span className="min-w-0 flex-1 truncate text-right text-faint">{name}</span>
        </li>
      ))}
    </ul>
  );
}
