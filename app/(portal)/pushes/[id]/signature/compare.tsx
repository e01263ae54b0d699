"use client";

import { useId, useState } from "react";

export type CompareTexts = {
  readonly label: string;
  readonly same: string;
  /** With `{at}`. */
  readonly differs: string;
  readonly ours: string;
  readonly theirs: string;
  readonly end: string;
};

const around = 24;

/** The first character at which two texts part, or null. */
function firstDifference(ours: string, theirs: string): number | null {
  if (ours === theirs) return null;
  let at = 0;
  while (at < ours.length && ours[at] === theirs[at]) at += 1;
  return at;
}

function Excerpt({ label, text, at, end }: { label: string; text: string; at: number; end: string }) {
  const mark = text.slice(at, at + 1);
  return (
    <div>
      <dt className="text-xs text-soft">{label}</dt>
      <dd className="rounded-md bg-sunken px-2 py-1 font-mono text-xs break-all whitespace-pre-wrap">
        {text.slice(Math.max(0, at - around), at)}
        <mark className="rounded-xs bg-bad-tint px-0.5 font-semibold text-bad">
          {mark === "" ? end : JSON.stringify(mark).slice(1, -1)}
        </mark>
        {text.slice(at + 1, at + around)}
      </dd>
    </div>
  );
}

/** Shows at which character the text that a shop signs parts from ours. Nothing is sent anywhere. */
export function Compare({ text, texts }: { text: string; texts: CompareTexts }) {
  const id = useId();
  const [typed, setTyped] = useState("");
  // A text field turns line ends of Windows into plain ones.
  const ours = text.replaceAll("\r\n", "\n");
  const at = typed === "" ? null : firstDifference(ours, typed);
  return (
    <div className="flex flex-col gap-2 p-4">
      <label htmlFor={id} className="text-sm text-soft">
        {texts.label}
      </label>
      <textarea
        id={id}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        rows={4}
        spellCheck={false}
        className="field h-auto py-1.5 font-mono text-xs break-all"
      />
      <p role="status" className={`text-sm empty:hidden ${at === null ? "text-good" : "text-bad"}`}>
        {typed !== "" && (at === null ? texts.same : texts.differs.replace("{at}", (at + 1).toString()))}
      </p>
      {at !== null && (
        <dl className="flex flex-col gap-2">
          <Excerpt label={texts.ours} text={ours} at={at} end={texts.end} />
          <Excerpt label={texts.theirs} text={typed} at={at} end={texts.end} />
        </dl>
      )}
    </div>
  );
}
