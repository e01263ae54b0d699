"use client";

import { useState } from "react";
import type { ActForm, ActTexts } from "@/app/(portal)/invoices/[id]/act-dialog";
import { useLazyPopup } from "@/components/ui/lazy";

const loadDialog = async () => (await import("@/app/(portal)/invoices/[id]/act-dialog")).ActDialog;

type ButtonsProps = {
  readonly forms: readonly ActForm[];
  readonly hidden: { readonly invoiceId: string; readonly currency: string };
  readonly texts: ActTexts;
};

/** One dialog for all buttons: an act may take its button away, and must not take the answer with it. */
export function ActButtons({ forms, hidden, texts }: ButtonsProps) {
  const { Popup, isOpen, setOpen, trigger } = useLazyPopup(loadDialog);
  const [opened, setOpened] = useState<ActForm | null>(null);
  const { onClick, ...events } = trigger;
  const open = (form: ActForm) => {
    setOpened(form);
    onClick();
  };
  return (
    <div className="flex flex-wrap justify-end gap-2 max-sm:justify-start">
      {forms.map((form) => (
        <button
          key={form.act}
          {...events}
          onClick={() => open(form)}
          aria-haspopup="dialog"
          aria-expanded={isOpen && opened?.act === form.act}
          className="button"
        >
          {form.label}
        </button>
      ))}
      {Popup && opened && (
        <Popup form={opened} hidden={hidden} texts={texts} onClose={() => setOpen(false)} />
      )}
    </div>
  );
}
