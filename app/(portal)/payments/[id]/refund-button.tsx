"use client";

import { useState } from "react";
import type { RefundFormProps } from "@/app/(portal)/payments/[id]/refund-form";
import { Icon } from "@/components/ui/icon";
import { useLazyPopup } from "@/components/ui/lazy";

const loadDialog = async () => (await import("@/app/(portal)/payments/[id]/refund-dialog")).RefundDialog;

type Form = Omit<RefundFormProps, "onClose">;

type RefundButtonProps = {
  readonly label: string;
  readonly close: string;
  /** Null while a refund is not possible; `why` says so then. */
  readonly form: Form | null;
  readonly why: string | null;
};

const whyId = "refund-closed";

const Why = ({ text }: { text: string }) => (
  <p id={whyId} className="text-right text-xs text-soft max-sm:text-left">
    {text}
  </p>
);

/** One button for both states: a refund that closes the action must not take the open dialog away. */
export function RefundButton({ label, close, form, why }: RefundButtonProps) {
  const { Popup, setOpen, trigger } = useLazyPopup(loadDialog);
  const [last, setLast] = useState(form);
  if (form !== null && form !== last) setLast(form);
  const { onClick, ...events } = trigger;
  const state =
    form === null
      ? { className: "button", "aria-disabled": true, "aria-describedby": whyId }
      : { className: "button button-primary", onClick };
  return (
    <div className="flex max-w-sm flex-col items-end gap-1 max-sm:items-start">
      <button {...events} {...state} aria-haspopup="dialog">
        <Icon name="refund" />
        {label}
      </button>
      {why !== null && <Why text={why} />}
      {Popup && last && <Popup title={label} close={close} form={last} onClose={() => setOpen(false)} />}
    </div>
  );
}
