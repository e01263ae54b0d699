"use client";

import { useActionState } from "react";
import { resend } from "@/app/(portal)/payments/[id]/actions";

type ResendState = Awaited<ReturnType<typeof resend>>;
type Reason = Extract<ResendState, { status: "refused" }>["reason"];

export type ResendTexts = {
  readonly submit: string;
  readonly done: string;
  readonly refusals: Readonly<Record<Reason, string>>;
};

/** One more attempt of a push, by hand; what came of it is said beside the button. */
export function ResendButton({ pushId, texts }: { pushId: string; texts: ResendTexts }) {
  const [state, submit, pending] = useActionState<ResendState, FormData>(resend, { status: "idle" });
  return (
    <form action={submit} className="no-print flex flex-wrap items-center justify-end gap-2">
      <input type="hidden" name="pushId" value={pushId} />
      <span role="status" className="text-xs text-soft">
        {state.status === "done" && texts.done}
        {state.status === "refused" && texts.refusals[state.reason]}
      </span>
      <button type="submit" disabled={pending} className="button">
        {texts.submit}
      </button>
    </form>
  );
}
