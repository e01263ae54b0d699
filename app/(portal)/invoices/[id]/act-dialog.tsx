"use client";

import { useActionState } from "react";
import { act } from "@/app/(portal)/invoices/[id]/actions";
import { DialogFrame } from "@/components/ui/dialog-frame";
import type { ActName } from "@/lib/features/invoices/commands/act";

type ActState = Awaited<ReturnType<typeof act>>;
type Reason = Extract<ActState, { status: "refused" }>["reason"];
/** Total: a reason without a sentence does not compile. */
export type Refusals = Readonly<Record<Reason, string>>;

export type ActField = {
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "email" | "tel" | "date" | "number";
  readonly value: string;
  readonly hint?: string;
  readonly required?: boolean;
};

export type ActForm = {
  readonly act: ActName;
  readonly label: string;
  readonly sentence: string;
  readonly fields: readonly ActField[];
  readonly isBad: boolean;
};

export type ActTexts = {
  readonly close: string;
  readonly cancel: string;
  readonly done: string;
  readonly wrong: string;
  readonly refusals: Refusals;
};

type DialogProps = {
  readonly form: ActForm;
  readonly hidden: { readonly invoiceId: string; readonly currency: string };
  readonly texts: ActTexts;
  readonly onClose: () => void;
};

function FieldRow({ field, problem }: { field: ActField; problem: string | null }) {
  return (
    <label className="block min-w-0">
      <span className="label">{field.label}</span>
      <input
        name={field.name}
        type={field.type}
        defaultValue={field.value}
        required={field.required === true}
        autoComplete="off"
        aria-invalid={problem !== null}
        className="field h-10 text-base"
      />
      {field.hint !== undefined && <span className="mt-1 block text-xs text-faint">{field.hint}</span>}
      <span role="alert" className="mt-1 block text-xs text-bad empty:hidden">
        {problem}
      </span>
    </label>
  );
}

const problemOf = (state: ActState, name: string, wrong: string): string | null =>
  state.status === "invalid" && state.fields[name] !== undefined ? wrong : null;

function Said({ state, texts }: { state: ActState; texts: ActTexts }) {
  return (
    <div role="alert" className="empty:hidden">
      {state.status === "refused" && <p className="notice notice-bad">{texts.refusals[state.reason]}</p>}
    </div>
  );
}

export function ActDialog({ form, hidden, texts, onClose }: DialogProps) {
  const [state, submit, pending] = useActionState<ActState, FormData>(act, { status: "idle" });
  return (
    <DialogFrame title={form.label} close={texts.close} onClose={onClose}>
      {state.status === "done" ? (
        <div className="flex flex-col gap-4 p-5" role="status">
          <p className="notice notice-good">{texts.done}</p>
          <button type="button" autoFocus className="button self-end" onClick={onClose}>
            {texts.close}
          </button>
        </div>
      ) : (
        <form action={submit} className="flex flex-col gap-3 p-5">
          <Said state={state} texts={texts} />
          <input type="hidden" name="act" value={form.act} />
          <input type="hidden" name="invoiceId" value={hidden.invoiceId} />
          <input type="hidden" name="currency" value={hidden.currency} />
          <p className="text-sm text-soft">{form.sentence}</p>
          {form.fields.map((field) => (
            <FieldRow key={field.name} field={field} problem={problemOf(state, field.name, texts.wrong)} />
          ))}
          <div className="mt-2 flex flex-wrap justify-end gap-2">
            <button type="button" className="button" onClick={onClose}>
              {texts.cancel}
            </button>
            <button
              type="submit"
              disabled={pending}
              className={`button ${form.isBad ? "button-bad" : "button-primary"}`}
            >
              {form.label}
            </button>
          </div>
        </form>
      )}
    </DialogFrame>
  );
}
