"use client";

import type { ResendOf, ResendTexts } from "@/app/(portal)/bounces/resend-model";
import { useLazyPopup } from "@/components/ui/lazy";

type ResendProps = { readonly bounce: ResendOf; readonly texts: ResendTexts };

const loadDialog = async () => (await import("@/app/(portal)/bounces/resend-dialog")).ResendDialog;

/** BK-9, BK-E5: closed, it says why (U7). */
export function ResendButton({ bounce, texts }: ResendProps) {
  const { Popup, setOpen, trigger } = useLazyPopup(loadDialog);
  const why = bounce.refusal === null ? null : texts.refusals[bounce.refusal];
  const closed = {
    onClick: undefined,
    "aria-disabled": true,
    "aria-expanded": false,
    title: why ?? undefined,
  };
  const whyId = `why-${bounce.id}`;
  return (
    <>
      <button
        {...trigger}
        {...(why !== null && { ...closed, "aria-describedby": whyId })}
        aria-haspopup="dialog"
        className="button"
      >
        {texts.submit}
        <span className="sr-only">: {bounce.address}</span>
      </button>
      {why !== null && (
        <span id={whyId} className="sr-only">
          {why}
        </span>
      )}
      {Popup && <Popup bounce={bounce} texts={texts} onClose={() => setOpen(false)} />}
    </>
  );
}
