"use client";

import { useActionState } from "react";
import { lift } from "@/app/(portal)/suppressions/actions";
import type { LiftOf, LiftState, LiftTexts } from "@/app/(portal)/suppressions/lift-model";
import { DialogFrame } from "@/components/ui/dialog-frame";

type DialogProps = { readonly of: LiftOf; readonly texts: LiftTexts; readonly onClose: () => void };

function Form({ of, texts, onClose }: DialogProps) {
  const [state, submit, pending] = useActionState<LiftState, FormData>(lift, { status: "idle" });
  if (state.status === "done")
    return (
      <div className="flex flex-col gap-4 p-5" role="status">
        <p className="notice notice-good">{texts.done}</p>
        <button type="button" autoFocus className="button self-end" onClick={onClose}>
          {texts.close}
        </button>
      </div>
    );
  return (
    <form action={submit} className="flex flex-col gap-4 p-5">
      <div role="alert" className="empty:hidden">
        {state.status === "refused" && <p className="notice notice-bad">{texts.refusals[state.reason]}</p>}
        {state.status === "invalid" && <p className="notice notice-bad">{texts.reasonHint}</p>}
      </div>
      <input type="hidden" name="suppressionId" value={of.id} />
      <p className="[overflow-wrap:anywhere]">
        {texts.what} <strong>{of.address}</strong>
      </p>
      <label className="block">
        <span className="label">{texts.reason}</span>
        <input
          name="reason"
          required
          autoFocus
          minLength={3}
          maxLength={500}
          autoComplete="off"
          className="field h-10 text-base"
        />
        <span className="mt-1 block text-xs text-faint">{texts.reasonHint}</span>
      </label>
      <button type="submit" disabled={pending} className="button button-primary h-10 text-base">
        {texts.submit}
      </button>
    </form>
  );
}

export function LiftDialog(props: DialogProps) {
  return (
    <DialogFrame title={props.texts.title} close={props.texts.close} onClose={props.onClose}>
      <Form {...props} />
    </DialogFrame>
  );
}
