"use client";

import type { RefundFormProps } from "@/app/(portal)/payments/[id]/refund-form";
import { Icon } from "@/components/ui/icon";
import { useLazyPopup } from "@/components/ui/lazy";

const loadDialog = async () => (await import("@/app/(portal)/payments/[id]/refund-dialog")).RefundDialog;

type RefundButtonProps = {
  readonly label: string;
  readonly close: string;
  readonly form: Omit<RefundFormProps, "onClose">;
};

export function RefundButton({ label, close, form }: RefundButtonProps) {
  const { Popup, setOpen, trigger } = useLazyPopup(loadDialog);
  return (
    <>
      <button {...trigger} aria-haspopup="dialog" className="button button-primary">
        <Icon name="refund" />
        {label}
      </button>
      {Popup && <Popup title={label} close={close} form={form} onClose={() => setOpen(false)} />}
    </>
  );
}
