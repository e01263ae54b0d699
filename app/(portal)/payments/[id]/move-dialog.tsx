"use client";

import { createElement, type ComponentType } from "react";
import {
  CancelForm,
  CancelRefundForm,
  ReferenceForm,
  ReleaseForm,
  RetryForm,
  ShipForm,
  SuspendForm,
  type MoveFormProps,
} from "@/app/(portal)/payments/[id]/move-forms";
import { AmountForm, CaptureForm, DueDateForm } from "@/app/(portal)/payments/[id]/money-forms";
import type { MoveContext } from "@/app/(portal)/payments/[id]/move-model";
import { RefundForm } from "@/app/(portal)/payments/[id]/refund-form";
import type { ActDialogProps } from "@/components/detail/act-bar";
import { DialogFrame } from "@/components/ui/dialog-frame";
import type { Effects, MoveName, MoveState } from "@/lib/features/moves/model";

const forms: { readonly [M in MoveName]: ComponentType<MoveFormProps<Effects[M]>> } = {
  capture: CaptureForm,
  mark_shipped: ShipForm,
  release: ReleaseForm,
  suspend: SuspendForm,
  cancel: CancelForm,
  change_amount: AmountForm,
  change_due_date: DueDateForm,
  change_order_reference: ReferenceForm,
  refund: RefundForm,
  retry_link: RetryForm,
};

const refundForms: typeof forms = { ...forms, cancel: CancelRefundForm };

function formOf<M extends MoveName>(name: M, context: MoveContext, onClose: () => void) {
  const state: MoveState<Effects[M]> | undefined = context.moves[name];
  const own = context.refundId === null ? forms : refundForms;
  const Form: ComponentType<MoveFormProps<Effects[M]>> = own[name];
  return state?.open ? createElement(Form, { context, effect: state.effect, onClose }) : null;
}

export function MoveDialog({ name, title, context, onClose }: ActDialogProps<MoveName, MoveContext>) {
  return (
    <DialogFrame title={title} close={context.close} onClose={onClose}>
      {formOf(name, context, onClose)}
    </DialogFrame>
  );
}
