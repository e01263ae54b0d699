"use client";

import { useRef, useState, type ComponentType } from "react";
import { Icon } from "@/components/ui/icon";
import type { SuggestionsProps } from "@/components/listing/suggestions";
import type { Offer } from "@/lib/listing/complete";

type SearchBoxProps = {
  readonly label: string;
  readonly typed: string;
  readonly offers: readonly Offer[];
  readonly suggestions: string;
  /** What could be a full card number, as far as a pattern can tell: not sent even without script. */
  readonly refused: { readonly pattern: string; readonly title: string };
};

const closed = { isOpen: false, active: null };

/** A plain box without script. What it offers while one types comes when it is focused for the first time. */
export function SearchBox({ label, typed, offers, suggestions, refused }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const [Suggestions, setSuggestions] = useState<ComponentType<SuggestionsProps> | null>(null);
  const [list, setList] = useState<{ isOpen: boolean; active: string | null }>(closed);
  const load = () => {
    if (Suggestions !== null) return;
    void import("@/components/listing/suggestions").then((loaded) =>
      setSuggestions(() => loaded.Suggestions),
    );
  };
  return (
    <div className="min-w-0 flex-1 sm:relative sm:min-w-56">
      <label className="relative block">
        <span className="sr-only">{label}</span>
        <Icon name="search" className="absolute top-2 left-2.5 size-4 text-faint" />
        <input
          ref={input}
          type="search"
          name="q"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={list.isOpen}
          aria-controls="suggestions"
          aria-activedescendant={list.active ?? undefined}
          defaultValue={typed}
          placeholder={label}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={500}
          pattern={refused.pattern}
          title={refused.title}
          data-key="search"
          onFocus={load}
          className="field pl-8"
        />
      </label>
      {Suggestions && <Suggestions input={input} offers={offers} label={suggestions} tell={setList} />}
    </div>
  );
}
