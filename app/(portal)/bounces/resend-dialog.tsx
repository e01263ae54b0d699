"use client";

import Link from "next/link";
import { useActionState, useState } from "react";
import { sendAgain, sendOnceMore } from "@/app/(portal)/bounces/actions";
import type { ResendOf, ResendState, ResendTexts } from "@/app/(portal)/bounces/resend-model";
import { DialogFrame } from "@/components/ui/dialog-frame";

type DialogProps = {
  readonly bounce: ResendOf;
  readonly texts: ResendTexts;
  readonly onClose: () => void;
};

type DoneProps = DialogProps & { readonly sent: Extract<ResendState, { status: "done" }>["value"] };

function Done({ bounce, sent, texts, onClose }: DoneProps) {
  return (
    <div className="flex flex-col gap-4 p-5" role="status">
      <p className="notice notice-good">{texts.done[bounce.what].replace("{address}", sent.address)}</p>
      <div className="flex flex-wrap justify-end gap-2">
        <Link href={`/emails/${sent.communicationId}`} prefetch={false} className="button">
          {texts.open}
        </Link>
        <button type="button" autoFocus className="button" onClick={onClose}>
          {texts.close}
        </button>
      </div>
    </div>
  );
}

function Problem({ state, texts }: { readonly state: ResendState; readonly texts: ResendTexts }) {
  return (
    <div role="alert" className="empty:hidden">
      {state.status === "refused" && <p className="notice notice-bad">{texts.refusals[state.reason]}</p>}
      {state.status === "invalid" && <p className="notice notice-bad">{texts.refusals.wrong_address}</p>}
    </div>
  );
}

/** What a person should know first: nothing can change what it is about, or nobody writes to the address. */
function Warnings({ bounce, texts }: Pick<DialogProps, "bounce" | "texts">) {
  return (
    <>
      {bounce.what === "message" && <p className="notice notice-calm">{texts.unknown}</p>}
      {bounce.isOver && <p className="notice notice-calm">{texts.over}</p>}
      {bounce.isListed && <p className="notice notice-calm">{texts.listed}</p>}
    </>
  );
}

type AddressProps = Pick<DialogProps, "bounce" | "texts">;

function Address({ bounce, texts }: AddressProps) {
  const [address, setAddress] = useState(bounce.address);
  const { suggestion, channel } = bounce;
  const isEmail = channel === "email";
  return (
    <div>
      <label className="block">
        <span className="label">{texts.address}</span>
        <input
          name="address"
          type={isEmail ? "email" : "tel"}
          required
          autoFocus
          maxLength={254}
          autoComplete="off"
          spellCheck={false}
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          className="field h-10 text-base"
        />
      </label>
      {suggestion !== null && address !== suggestion && (
        <button type="button" className="button mt-2 max-w-full" onClick={() => setAddress(suggestion)}>
          <span className="truncate">{texts.suggestion.replace("{address}", suggestion)}</span>
        </button>
      )}
    </div>
  );
}

const ways = {
  bounce: { send: sendAgain, field: "bounceId" },
  message: { send: sendOnceMore, field: "communicationId" },
} as const;

function Form(props: DialogProps) {
  const { bounce, texts } = props;
  const { send, field } = ways[bounce.what];
  const [state, submit, pending] = useActionState<ResendState, FormData>(send, { status: "idle" });
  if (state.status === "done") return <Done {...props} sent={state.value} />;
  return (
    <form action={submit} className="flex flex-col gap-4 p-5">
      <Problem state={state} texts={texts} />
      <Warnings bounce={bounce} texts={texts} />
      <input type="hidden" name={field} value={bounce.id} />
      <Address bounce={bounce} texts={texts} />
      <label className="flex items-start gap-2">
        <input type="checkbox" name="keep" className="mt-1" />
        <span>
          {texts.keep}
          <span className="block text-xs text-faint">{texts.keepHint}</span>
        </span>
      </label>
      <button type="submit" disabled={pending} className="button button-primary h-10 text-base">
        {texts.submit}
      </button>
    </form>
  );
}

/** BK-10: the address may be corrected first; what goes out is a message of its own. */
export function ResendDialog(props: DialogProps) {
  const { texts, onClose } = props;
  return (
    <DialogFrame title={texts.title} close={texts.close} onClose={onClose}>
      <Form {...props} />
    </DialogFrame>
  );
}
