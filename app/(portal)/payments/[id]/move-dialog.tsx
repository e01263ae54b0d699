"use client";

import { createElement, type ComponentType } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
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
import { Icon } from "@/components/ui/icon";
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

type MoveDialogProps = {
  readonly name: MoveName;
  readonly title: string;
  readonly context: MoveContext;
  readonly onClose: () => void;
};

export function MoveDialog({ name, title, context, onClose }: MoveDialogProps) {
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(open) => open || onClose()}
      className="fixed inset-0 z-50 flex items-center justify-center overflow-auto bg-veil p-4 max-sm:p-2"
    >
      <Modal className="floating my-auto w-full max-w-md p-0">
        <Dialog className="outline-none">
          <div className="flex items-center border-b border-line px-5 py-3">
            <Heading slot="title" className="flex-1 text-base font-semibold">
              {title}
            </Heading>
            <Button slot="close" aria-label={context.close} className="button button-quiet px-2">
              <Icon name="close" />
            </Button>
          </div>
          {formOf(name, context, onClose)}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
