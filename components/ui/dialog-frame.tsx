"use client";

import type { ReactNode } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Icon } from "@/components/ui/icon";

type DialogFrameProps = {
  readonly title: string;
  readonly close: string;
  readonly onClose: () => void;
  /** A click beside it closes it too. */
  readonly isDismissable?: boolean;
  readonly children: ReactNode;
};

/** An open dialog with its title and the cross that closes it. */
export function DialogFrame({ title, close, onClose, isDismissable = false, children }: DialogFrameProps) {
  return (
    <ModalOverlay
      isOpen
      isDismissable={isDismissable}
      onOpenChange={(open) => open || onClose()}
      className="fixed inset-0 z-50 flex items-center justify-center overflow-auto bg-veil p-4 max-sm:p-2"
    >
      <Modal className="floating my-auto w-full max-w-md p-0">
        <Dialog className="outline-none">
          <div className="flex items-center border-b border-line px-5 py-3">
            <Heading slot="title" className="flex-1 text-base font-semibold">
              {title}
            </Heading>
            <Button slot="close" aria-label={close} className="button button-quiet px-2">
              <Icon name="close" />
            </Button>
          </div>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
