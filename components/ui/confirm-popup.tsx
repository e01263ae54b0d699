"use client";

import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";

export type ConfirmTexts = {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly cancel: string;
};

type ConfirmPopupProps = {
  readonly texts: ConfirmTexts;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

/** Names what is about to happen; the harmless answer has the focus. */
export function ConfirmPopup({ texts, onConfirm, onClose }: ConfirmPopupProps) {
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(open) => open || onClose()}
      className="fixed inset-0 z-50 flex items-center justify-center overflow-auto bg-veil p-4"
    >
      <Modal className="floating w-full max-w-md p-0">
        <Dialog role="alertdialog" className="flex flex-col gap-2 p-5 outline-none">
          <Heading slot="title" className="text-base font-semibold">
            {texts.title}
          </Heading>
          <p className="text-soft">{texts.text}</p>
          <div className="mt-3 flex flex-wrap justify-end gap-2">
            <button type="button" autoFocus className="button" onClick={onClose}>
              {texts.cancel}
            </button>
            <button type="button" className="button button-bad" onClick={onConfirm}>
              {texts.confirm}
            </button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
