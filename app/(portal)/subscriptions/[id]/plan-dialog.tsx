"use client";

import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { ChangeForm, type ChangeFormProps } from "@/app/(portal)/subscriptions/[id]/change-form";
import { SwitchForm, type SwitchFormProps } from "@/app/(portal)/subscriptions/[id]/switch-form";
import { Icon } from "@/components/ui/icon";

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
    <ModalOverlay
      isOpen
      onOpenChange={(open) => open || onClose()}
      className="fixed inset-0 z-50 flex items-center justify-center overflow-auto bg-veil p-4"
    >
      <Modal className="floating w-full max-w-md p-0">
        <Dialog className="outline-none">
          <div className="flex items-center border-b border-line px-5 py-3">
            <Heading slot="title" className="flex-1 text-base font-semibold">
              {title}
            </Heading>
            <Button slot="close" aria-label={close} className="button button-quiet px-2">
              <Icon name="close" />
            </Button>
          </div>
          {form.kind === "change" ? (
            <ChangeForm {...form} onClose={onClose} />
          ) : (
            <SwitchForm {...form} onClose={onClose} />
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
