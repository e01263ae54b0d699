"use client";

import { useActionState } from "react";
import { decide } from "@/app/(portal)/approvals/actions";
import { DialogFrame } from "@/components/ui/dialog-frame";

type DecideState = Awaited<ReturnType<typeof decide>>;
type Reason = Extract<DecideState, { status: "refused" }>["reason"];

export type DecisionForm = {
  readonly refundId: string;
  readonly decision: "approve" | "reject";
  readonly title: string;
  /** What happens then, with the amount and its currency. */
  readonly what: string;
  readonly submit: string;
  readonly done: string;
};

export type DecisionTexts = {
  readonly close: string;
  readonly reason: string;
  readonly optional: string;
  readonly required: string;
  readonly cardNumber: string;
  /** Total: a reason without a sentence does not compile. */
  readonly refusals: Readonly<Record<Reason, string>>;
};

type DialogProps = {
  readonly form: DecisionForm;
  readonly texts: DecisionTexts;
  readonly onClose: () => void;
};

function Done({ form, texts, onClose }: DialogProps) {
  return (
    <div className="flex flex-col gap-4 p-5" role="status">
      <p className="notice notice-good">{form.done}</p>
      <button type="button" autoFocus className="button self-end" onClick={onClose}>
        {texts.close}
      </button>
    </div>
  );
}

function Problem({ state, texts }: { state: DecideState; texts: DecisionTexts }) {
  return (
    <div role="alert" className="empty:hidden">
      {state.status === "refused" && <p className="notice notice-bad">{texts.refusals[state.reason]}</p>}
      {state.status === "invalid" && <p className="notice notice-bad">{texts.cardNumber}</p>}
    </div>
  );
}

function Form(props: DialogProps) {
  const { form, texts } = props;
  const [state, submit, pending] = useActionState<DecideState, FormData>(decide, { status: "idle" });
  if (state.status === "done") return <Done {...props} />;
  const rejects = form.decision === "reject";
  return (
    <form action={submit} className="flex flex-col gap-4 p-5">
      <Problem state={state} texts={texts} />
      <input type="hidden" name="refundId" value={form.refundId} />
      <input type="hidden" name="decision" value={form.decision} />
      <p>{form.what}</p>
      <label className="block">
        <span className="label">{texts.reason}</span>
        <input
          name="reason"
          required={rejects}
          autoFocus
          maxLength={200}
          autoComplete="off"
          className="field h-10 text-base"
        />
        <span className="mt-1 block text-xs text-faint">{rejects ? texts.required : texts.optional}</span>
      </label>
      <button
        type="submit"
        disabled={pending}
        className={`button h-10 text-base ${rejects ? "button-bad" : "button-primary"}`}
      >
        {form.submit}
      </button>
    </form>
  );
}

/** Repeats what is decided before it is decided. */
export function DecisionDialog(props: DialogProps) {
  const { form, texts, onClose } = props;
  return (
    <DialogFrame title={form.title} close={texts.close} onClose={onClose}>
      <Form key={`${form.refundId} ${form.decision}`} {...props} />
    </DialogFrame>
  );
}
