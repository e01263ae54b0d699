"use client";

import { useState } from "react";
import type { PlanForm } from "@/app/(portal)/subscriptions/[id]/plan-dialog";
import { useLazyPopup } from "@/components/ui/lazy";

const loadDialog = async () => (await import("@/app/(portal)/subscriptions/[id]/plan-dialog")).PlanDialog;

export type Step = { readonly label: string; readonly form: PlanForm };

type PlanButtonsProps = {
  readonly steps: readonly Step[];
  readonly close: string;
  /** Id of the element that says why all of it is closed; null while it is open. */
  readonly whyId: string | null;
};

/** One dialog for all buttons: pausing takes its button away, and must not take the answer with it. */
export function PlanButtons({ steps, close, whyId }: PlanButtonsProps) {
  const { Popup, isOpen, setOpen, trigger } = useLazyPopup(loadDialog);
  const [opened, setOpened] = useState<Step | null>(null);
  const { onClick, ...events } = trigger;
  const open = (step: Step) => {
    setOpened(step);
    onClick();
  };
  const stateOf = (step: Step) =>
    whyId === null
      ? { onClick: () => open(step), "aria-expanded": isOpen && opened?.label === step.label }
      : { "aria-disabled": true, "aria-describedby": whyId, "aria-expanded": false };
  return (
    <div className="flex flex-wrap gap-2">
      {steps.map((step) => (
        <button key={step.label} {...events} {...stateOf(step)} aria-haspopup="dialog" className="button">
          {step.label}
        </button>
      ))}
      {Popup && opened && (
        <Popup title={opened.label} close={close} form={opened.form} onClose={() => setOpen(false)} />
      )}
    </div>
  );
}
