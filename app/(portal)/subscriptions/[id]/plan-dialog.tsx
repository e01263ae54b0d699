"use client";

import { ChangeForm, type ChangeFormProps } from "@/app/(portal)/subscriptions/[id]/change-form";
import { SwitchForm, type SwitchFormProps } from "@/app/(portal)/subscriptions/[id]/switch-form";
import { DialogFrame } from "@/components/ui/dialog-frame";

export type PlanForm =
  | ({ readonly kind: "change" } & Omit<ChangeFormProps, "onClose">)
  | ({ readonly kind: "switch" } & Omit<SwitchFormProps, "onClose">);

type PlanDialogProps = {
  readonly title: string;
  readonly close: string;
  readonly form: PlanForm;
  readonly onClose: () => void;
};

export function PlanDialog({ title, close, form, onClose }: PlanDialogProps) {
  return (
    <DialogFrame title={title} close={close} onClose={onClose}>
      {form.kind === "change" ? (
        <ChangeForm {...form} onClose={onClose} />
      ) : (
        <SwitchForm {...form} onClose={onClose} />
      )}
    </DialogFrame>
  );
}
