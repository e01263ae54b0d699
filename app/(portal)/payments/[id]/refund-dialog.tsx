"use client";

import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { RefundForm, type RefundFormProps } from "@/app/(portal)/payments/[id]/refund-form";
import { Icon } from "@/components/ui/icon";

type RefundDialogProps = {
  readonly title: string;
  readonly close: string;
  readonly form: Omit<RefundFormProps, "onClose">;
  readonly onClose: () => void;
};

export function RefundDialog({ title, close, form, onClose }: RefundDialogProps) {
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
          <RefundForm {...form} onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
