"use client";

import Link from "next/link";
import { useActionState } from "react";
import { upload } from "@/app/(portal)/files/actions";

export type UploadTexts = {
  readonly title: string;
  readonly explain: string;
  readonly mid: string;
  readonly file: string;
  readonly check: string;
  readonly clean: string;
  readonly known: string;
  readonly wrong: string;
  readonly open: string;
  readonly incomplete: string;
  readonly refusals: Readonly<Record<"forbidden" | "too_large" | "mid_unknown" | "too_many_today", string>>;
};

type UploadFormProps = {
  readonly texts: UploadTexts;
  readonly mids: readonly { readonly mid: string; readonly website: string }[];
};

type State = Awaited<ReturnType<typeof upload>>;

function Outcome({ state, texts }: { state: State; texts: UploadTexts }) {
  if (state.status === "invalid") return <p className="text-bad">{texts.incomplete}</p>;
  if (state.status === "refused") return <p className="text-bad">{texts.refusals[state.reason]}</p>;
  if (state.status !== "done") return null;
  const { fileId, isNew, totals, wrong } = state.value;
  return (
    <>
      <p className="numbers">{totals}</p>
      {fileId === null ? (
        <>
          <p className="font-medium text-bad">{texts.wrong}</p>
          <ul className="numbers max-h-72 list-disc overflow-y-auto pl-5">
            {wrong.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      ) : (
        <p>
          {isNew ? texts.clean : texts.known}{" "}
          <Link href={`/files/${fileId}`} prefetch={false} className="text-accent underline">
            {texts.open}
          </Link>
        </p>
      )}
    </>
  );
}

/** Takes a capture file, checks it, and says what is wrong with it. */
export function UploadForm({ texts, mids }: UploadFormProps) {
  const [state, submit, pending] = useActionState<State, FormData>(upload, { status: "idle" });
  return (
    <section className="panel mb-4 flex flex-col gap-3 p-4" aria-label={texts.title}>
      <h2 className="panel-title">{texts.title}</h2>
      <p className="text-sm text-soft">{texts.explain}</p>
      <form action={submit} className="flex flex-wrap items-end gap-3">
        <label className="flex flex-col gap-1 text-sm">
          <span className="font-medium">{texts.mid}</span>
          <select name="mid" className="field">
            {mids.map(({ mid, website }) => (
              <option key={mid} value={mid}>
                {mid} · {website}
              </option>
            ))}
          </select>
        </label>
        <label className="flex flex-col gap-1 text-sm">
          <span className="font-medium">{texts.file}</span>
          <input type="file" name="file" accept=".dat,.csv,.txt,text/plain" required className="field" />
        </label>
        <button type="submit" disabled={pending} className="button">
          {texts.check}
        </button>
      </form>
      <div role="status" className="flex flex-col gap-2 text-sm">
        <Outcome state={state} texts={texts} />
      </div>
    </section>
  );
}
