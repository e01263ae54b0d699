"use client";

import { useActionState, useState } from "react";
import { save } from "@/app/(portal)/settings/websites/[id]/schemes/actions";
import {
  StepRow,
  stepOf,
  typedOf,
  type StepTexts,
  type TypedStep,
} from "@/app/(portal)/settings/websites/[id]/schemes/step-row";
import type { WantedStep } from "@/lib/features/schemes/model";

type SaveState = Awaited<ReturnType<typeof save>>;
type Reason = Extract<SaveState, { status: "refused" }>["reason"];

export type SchemeFormTexts = StepTexts & {
  readonly name: string;
  readonly key: string;
  readonly keyHint: string;
  readonly add: string;
  readonly save: string;
  readonly saved: string;
  readonly wrong: string;
  readonly refusals: Readonly<Record<Reason, string>>;
};

type Scheme = {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly steps: readonly WantedStep[];
};
type SchemeFormProps = {
  readonly websiteId: string;
  /** Null: a new one. */
  readonly scheme: Scheme | null;
  readonly texts: SchemeFormTexts;
};

const firstStep: WantedStep = {
  daysAfterDue: 7,
  action: "reminder",
  channel: "email",
  fallbackChannel: null,
  feeMinor: 0,
};
const rowsOf = (scheme: Scheme | null) =>
  (scheme?.steps ?? [firstStep]).map((step, index) => ({ id: index, ...typedOf(step) }));
type Row = TypedStep & { readonly id: number };

/** The next row begins as the last one ends. */
const added = (rows: readonly Row[]): Row[] => {
  const last = rows.at(-1);
  const id = Math.max(-1, ...rows.map((row) => row.id)) + 1;
  return [...rows, { ...typedOf(firstStep), ...last, id, fee: "" }];
};

function Message({ state, texts }: { state: SaveState; texts: SchemeFormTexts }) {
  const isBad = state.status === "invalid" || state.status === "refused";
  return (
    <span role="status" className={`text-xs ${isBad ? "text-bad" : "text-soft"}`}>
      {state.status === "done" && texts.saved}
      {state.status === "invalid" && texts.wrong}
      {state.status === "refused" && texts.refusals[state.reason]}
    </span>
  );
}

/** Written in state: React empties a form that was sent. */
function NameFields({ scheme, texts }: Pick<SchemeFormProps, "scheme" | "texts">) {
  const [name, setName] = useState(scheme?.name ?? "");
  const [key, setKey] = useState(scheme?.key ?? "");
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <label>
        <span className="label">{texts.name}</span>
        <input
          name="name"
          value={name}
          onChange={({ target }) => setName(target.value)}
          maxLength={80}
          required
          className="field"
        />
      </label>
      <label>
        <span className="label">{texts.key}</span>
        <input
          name="key"
          value={key}
          onChange={({ target }) => setKey(target.value)}
          maxLength={50}
          required
          className="field font-mono"
        />
        <span className="mt-1 block text-xs text-faint">{texts.keyHint}</span>
      </label>
    </div>
  );
}

export function SchemeForm({ websiteId, scheme, texts }: SchemeFormProps) {
  const [state, submit, pending] = useActionState<SaveState, FormData>(save, { status: "idle" });
  const [rows, setRows] = useState<readonly Row[]>(() => rowsOf(scheme));
  const change = (id: number, step: TypedStep) =>
    setRows(rows.map((row) => (row.id === id ? { ...step, id } : row)));
  return (
    <form action={submit} className="flex flex-col gap-3 p-4">
      <input type="hidden" name="websiteId" value={websiteId} />
      <input type="hidden" name="schemeId" value={scheme?.id ?? ""} />
      <input type="hidden" name="steps" value={JSON.stringify(rows.map(stepOf))} />
      <NameFields scheme={scheme} texts={texts} />
      <ol className="flex flex-col gap-3">
        {rows.map((row, index) => (
          <StepRow
            key={row.id}
            number={index + 1}
            step={row}
            texts={texts}
            onChange={(step) => change(row.id, step)}
            onRemove={() => setRows(rows.filter(({ id }) => id !== row.id))}
          />
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-2">
        <button type="button" className="button" onClick={() => setRows(added(rows))}>
          {texts.add}
        </button>
        <button type="submit" disabled={pending} className="button button-primary">
          {texts.save}
        </button>
        <Message state={state} texts={texts} />
      </div>
    </form>
  );
}
