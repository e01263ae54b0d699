"use client";

import { useActionState } from "react";
import { switchPlan } from "@/app/(portal)/subscriptions/[id]/actions";
import {
  Done,
  Refused,
  Sentences,
  type PlanState,
  type Refusals,
} from "@/app/(portal)/subscriptions/[id]/form-parts";
import type { AskableStatus } from "@/lib/features/subscriptions/model";

export type SwitchFormProps = {
  readonly subscriptionId: string;
  readonly status: AskableStatus;
  /** What will happen to which money, and when. */
  readonly sentences: readonly string[];
  readonly texts: {
    readonly submit: string;
    readonly cancel: string;
    readonly done: string;
    readonly close: string;
    readonly refusals: Refusals;
  };
  readonly onClose: () => void;
};

export function SwitchForm({ subscriptionId, status, sentences, texts, onClose }: SwitchFormProps) {
  const [state, submit, pending] = useActionState<PlanState, FormData>(switchPlan, { status: "idle" });
  if (state.status === "done") return <Done text={texts.done} close={texts.close} onClose={onClose} />;
  const tone = status === "stopped" ? "button-bad" : "button-primary";
  return (
    <form action={submit} className="flex flex-col gap-3 p-5">
      <Refused state={state} refusals={texts.refusals} invalid={texts.refusals.not_found} />
      <input type="hidden" name="subscriptionId" value={subscriptionId} />
      <input type="hidden" name="status" value={status} />
      <Sentences texts={sentences} />
      <div className="mt-2 flex flex-wrap justify-end gap-2">
        <button type="button" autoFocus className="button" onClick={onClose}>
          {texts.cancel}
        </button>
        <button type="submit" disabled={pending} className={`button ${tone}`}>
          {texts.submit}
        </button>
      </div>
    </form>
  );
}
