"use client";

import { useState, type ReactNode } from "react";
import type { DecisionForm, DecisionTexts } from "@/app/(portal)/approvals/decision-dialog";
import { useLazyPopup } from "@/components/ui/lazy";

const loadDialog = async () => (await import("@/app/(portal)/approvals/decision-dialog")).DecisionDialog;

type Choice = { readonly label: string; readonly form: DecisionForm };

export type ApprovalItem = {
  readonly id: string;
  readonly facts: ReactNode;
  /** Null where this reader may not decide: `closed` says why. */
  readonly choices: { readonly reject: Choice; readonly approve: Choice } | null;
  readonly closed: ReactNode;
};

type ButtonProps = {
  readonly choice: Choice;
  readonly main: boolean;
  readonly prepare: () => void;
  readonly choose: (form: DecisionForm) => void;
};

function ChoiceButton({ choice, main, prepare, choose }: ButtonProps) {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-label={choice.form.title}
      onPointerEnter={prepare}
      onFocus={prepare}
      onClick={() => choose(choice.form)}
      className={main ? "button button-primary" : "button"}
    >
      {choice.label}
    </button>
  );
}

/** The dialog belongs to the list and not to the line: it stays with its answer when the line is gone. */
export function ApprovalList({
  items,
  texts,
}: {
  readonly items: readonly ApprovalItem[];
  readonly texts: DecisionTexts;
}) {
  const { Popup, setOpen, trigger } = useLazyPopup(loadDialog);
  const [form, setForm] = useState<DecisionForm | null>(null);
  const choose = (chosen: DecisionForm) => {
    trigger.onFocus();
    setForm(chosen);
    setOpen(true);
  };
  const shared = { prepare: trigger.onFocus, choose };
  return (
    <>
      {items.length > 0 && (
        <ul className="panel">
          {items.map(({ id, facts, choices, closed }) => (
            <li
              key={id}
              className="flex flex-wrap items-center gap-x-6 gap-y-3 border-t border-line px-4 py-4 first:border-t-0"
            >
              <div className="min-w-0 flex-1 basis-80">{facts}</div>
              {choices === null ? (
                <div className="max-w-80 text-sm text-soft">{closed}</div>
              ) : (
                <div className="flex flex-wrap gap-2">
                  <ChoiceButton {...shared} choice={choices.reject} main={false} />
                  <ChoiceButton {...shared} choice={choices.approve} main />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {Popup && form && <Popup form={form} texts={texts} onClose={() => setOpen(false)} />}
    </>
  );
}
