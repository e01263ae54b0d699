"use client";

import { useState } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { lettersAreOff, type KeyTexts } from "@/components/shell/key-texts";
import { Icon } from "@/components/ui/icon";

function LettersSwitch({ label }: { label: string }) {
  const [on, setOn] = useState(() => !lettersAreOff());
  return (
    <label className="flex items-center gap-2.5 border-t border-line px-5 py-3 text-sm">
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => {
          setOn(event.target.checked);
          document.cookie = `letters=${event.target.checked ? "on" : "off"};path=/;max-age=31536000;samesite=lax`;
        }}
      />
      {label}
    </label>
  );
}

export function KeyHelp({ texts, onClose }: { texts: KeyTexts; onClose: () => void }) {
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => open || onClose()}
      className="fixed inset-0 z-50 flex items-center justify-center bg-veil p-4"
    >
      <Modal className="floating max-h-full w-full max-w-md overflow-auto p-0">
        <Dialog className="outline-none">
          <div className="flex items-center px-5 py-3">
            <Heading slot="title" className="flex-1 text-base font-semibold">
              {texts.title}
            </Heading>
            <Button slot="close" aria-label={texts.close} className="button button-quiet px-2">
              <Icon name="close" />
            </Button>
          </div>
          <dl className="px-5 pb-3 text-sm">
            {texts.keys.map(({ keys, label }) => (
              <div key={label} className="flex items-center gap-3 border-t border-line py-1.5">
                <dt className="flex-1">{label}</dt>
                <dd className="flex gap-1">
                  {keys.map((key) => (
                    <kbd
                      key={key}
                      className="min-w-6 rounded-sm border border-edge bg-sunken px-1.5 text-center font-sans text-xs leading-5"
                    >
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
          <LettersSwitch label={texts.letters} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
