"use client";

import type { LiftOf, LiftTexts } from "@/app/(portal)/suppressions/lift-model";
import { useLazyPopup } from "@/components/ui/lazy";

type LiftProps = { readonly of: LiftOf; readonly texts: LiftTexts };

const loadDialog = async () => (await import("@/app/(portal)/suppressions/lift-dialog")).LiftDialog;

/** Closed, it says why (U7): one who complained is never written to again. */
export function LiftButton({ of, texts }: LiftProps) {
  const { Popup, setOpen, trigger } = useLazyPopup(loadDialog);
  const why = of.refusal === null ? null : texts.refusals[of.refusal];
  const closed = {
    onClick: undefined,
    "aria-disabled": true,
    "aria-expanded": false,
    title: why ?? undefined,
  };
  const whyId = `why-${of.id}`;
  return (
    <>
      <button
        {...trigger}
        {...(why !== null && { ...closed, "aria-describedby": whyId })}
        aria-haspopup="dialog"
        className="button"
      >
        {texts.submit}
        <span className="sr-only">: {of.address}</span>
      </button>
      {why !== null && (
        <span id={whyId} className="sr-only">
          {why}
        </span>
      )}
      {Popup && <Popup of={of} texts={texts} onClose={() => setOpen(false)} />}
    </>
  );
}
