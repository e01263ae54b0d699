"use client";

import { useActionState, useRef } from "react";
import { cancelRequest } from "@/app/(portal)/data-requests/[id]/actions";
import type { ConfirmTexts } from "@/components/ui/confirm-popup";
import { useLazyPopup } from "@/components/ui/lazy";

type CancelState = Awaited<ReturnType<typeof cancelRequest>>;
type Reason = Extract<CancelState, { status: "refused" }>["reason"];

export type CancelTexts = {
  readonly submit: string;
  readonly done: string;
  readonly ask: ConfirmTexts;
  readonly refusals: Readonly<Record<Reason, string>>;
};

type CancelProps = {
  readonly dataRequestId: string;
  /** Why it is closed; null while it is open. */
  readonly why: Reason | null;
  readonly texts: CancelTexts;
};

const loadConfirm = async () => (await import("@/components/ui/confirm-popup")).ConfirmPopup;

function said(state: CancelState, { texts, why }: CancelProps): string {
  if (state.status === "done") return texts.done;
  if (state.status === "refused") return texts.refusals[state.reason];
  return why === null ? "" : texts.refusals[why];
}

/** Asks before it cancels. It stays when it is closed, and the sentence below says why (U7). */
export function CancelButton(props: CancelProps) {
  const { dataRequestId, why, texts } = props;
  const form = useRef<HTMLFormElement>(null);
  const { Popup, setOpen, trigger } = useLazyPopup(loadConfirm);
  const [state, submit, pending] = useActionState<CancelState, FormData>(cancelRequest, { status: "idle" });
  const isClosed = why !== null || pending;
  const closed = { onClick: undefined, "aria-disabled": true, "aria-expanded": false };
  const confirm = () => {
    setOpen(false);
    form.current?.requestSubmit();
  };
  return (
    <form
      ref={form}
      action={submit}
      className="no-print flex max-w-xs flex-col items-end gap-1 max-sm:items-start"
    >
      <input type="hidden" name="dataRequestId" value={dataRequestId} />
      <button
        {...trigger}
        {...(isClosed && closed)}
        aria-haspopup="dialog"
        aria-describedby="cancel-said"
        className="button"
      >
        {texts.submit}
      </button>
      <p id="cancel-said" role="status" className="text-right text-xs text-soft max-sm:text-left">
        {said(state, props)}
      </p>
      {Popup && <Popup texts={texts.ask} onConfirm={confirm} onClose={() => setOpen(false)} />}
    </form>
  );
}
