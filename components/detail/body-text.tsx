"use client";

import { useMemo, useState, type KeyboardEvent } from "react";
import { CopyButton } from "@/components/detail/copy-button";

type Texts = { readonly title: string; readonly find: string; readonly copy: string; readonly empty: string };

type BodyTextProps = {
  /** Laid out for reading. */
  readonly text: string;
  /** As it went over the wire: what is copied. */
  readonly raw: string;
  readonly texts: Texts;
};

const mostMarks = 1_000;

/** The text in turns: what was not looked for, what was. */
function piecesOf(text: string, word: string): readonly string[] {
  if (word === "") return [text];
  const pieces: string[] = [];
  const [lower, wanted] = [text.toLowerCase(), word.toLowerCase()];
  // Where lower case has another length, places would not fit.
  const where = lower.length === text.length ? lower : text;
  let from = 0;
  for (
    let at = where.indexOf(wanted);
    at >= 0 && pieces.length < 2 * mostMarks;
    at = where.indexOf(wanted, from)
  ) {
    pieces.push(text.slice(from, at), text.slice(at, at + wanted.length));
    from = at + wanted.length;
  }
  return [...pieces, text.slice(from)];
}

const Marked = ({ pieces, place }: { pieces: readonly string[]; place: number }) =>
  pieces.map((piece, index) =>
    index % 2 === 0 ? (
      piece
    ) : (
      <mark
        key={index}
        className={(index - 1) / 2 === place ? "bg-accent text-paper" : "bg-doubt-tint text-ink"}
      >
        {piece}
      </mark>
    ),
  );

/** A body with a box that finds words in it; Enter goes from place to place. */
export function BodyText({ text, raw, texts }: BodyTextProps) {
  const [word, setWord] = useState("");
  const [place, setPlace] = useState(0);
  const pieces = useMemo(() => piecesOf(text, word), [text, word]);
  const found = (pieces.length - 1) / 2;
  const look = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter" || found === 0) return;
    event.preventDefault();
    const next = (place + (event.shiftKey ? found - 1 : 1)) % found;
    setPlace(next);
    const marks = event.currentTarget.closest("figure")?.querySelectorAll("mark");
    marks?.[next]?.scrollIntoView({ block: "nearest" });
  };
  if (raw === "") return <p className="text-sm text-soft">{texts.empty}</p>;
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 flex items-center gap-2 text-xs font-medium text-soft">
        <span className="flex-1">{texts.title}</span>
        <input
          type="search"
          value={word}
          maxLength={200}
          aria-label={texts.find}
          placeholder={texts.find}
          onChange={(event) => {
            setWord(event.target.value);
            setPlace(0);
          }}
          onKeyDown={look}
          className="field h-7 w-40 min-w-0 py-0 text-xs"
        />
        <output className="numbers min-w-8 text-right">
          {word === "" ? "" : `${found === 0 ? "0" : String(place + 1)}/${String(found)}`}
        </output>
        <CopyButton value={raw} label={`${texts.copy}: ${texts.title}`} />
      </figcaption>
      <pre
        tabIndex={0}
        aria-label={texts.title}
        className="max-h-[36rem] overflow-auto rounded-md bg-sunken p-3 font-mono text-xs leading-5 break-all whitespace-pre-wrap"
      >
        <Marked pieces={pieces} place={place} />
      </pre>
    </figure>
  );
}
