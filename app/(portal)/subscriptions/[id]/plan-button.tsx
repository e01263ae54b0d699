"use client";

import { useState } from "react";
import type { PlanForm } from "@/app/(portal)/subscriptions/[id]/plan-dialog";
import { useLazyPopup } from "@/components/ui/lazy";

const loadDialog = async () => (await import("@/app/(portal)/subscriptions/[id]/plan-dialog")).PlanDialog;

type PlanButtonProps = {
  readonly label: string;
  readonly close: string;
  /** Null while the action is closed; the element of this id says why. */
  readonly form: PlanForm | null;
  readonly whyId: string;
};

/** The form that was opened stays while it is open, whatever the page has learned meanwhile. */
export function PlanButton({ label, close, form, whyId }: PlanButtonProps) {
  const { Popup, isOpen, setOpen, trigger } = useLazyPopup(loadDialog);
  const [opened, setOpened] = useState(form);
  const { onClick, ...events } = trigger;
  const open = () => {
    if (!isOpen) setOpened(form);
    onClick();
  };
  const state = form === null ? { "aria-disabled": true, "aria-describedby": whyId } : { onClick: open };
  return (
    <>
      <button {...events} {...state} aria-haspopup="dialog" className="button">
        {label}
      </button>
      {Popup && opened && <Popup title={label} close={close} form={opened} onClose={() => setOpen(false)} />}
    </>
  );
}
