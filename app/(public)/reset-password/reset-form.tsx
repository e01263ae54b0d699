"use client";

import Link from "next/link";
import { startTransition, useActionState, type SubmitEvent } from "react";
import { PasswordField, type PasswordTexts } from "@/app/(public)/password-field";
import { choosePassword, type ResetState } from "@/app/(public)/reset-password/actions";

type ResetFormProps = {
  readonly email: string;
  readonly texts: {
    readonly submit: string;
    readonly again: string;
    readonly dead: Readonly<Record<string, string>>;
  };
  readonly password: PasswordTexts;
};

export function ResetForm({ email, texts, password }: ResetFormProps) {
  const [{ refused }, submit, pending] = useActionState<ResetState, FormData>(choosePassword, {
    refused: null,
  });
  // Sent by its handler, a form keeps what was typed when it is refused.
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(() => submit(data));
  };
  const dead = refused === null ? undefined : texts.dead[refused];
  if (dead !== undefined) {
    return (
      <div role="alert" className="flex flex-col gap-4 text-sm">
        <p className="notice">{dead}</p>
        <Link href="/forgot-password" prefetch={false} className="text-accent underline">
          {texts.again}
        </Link>
      </div>
    );
  }
  return (
    <form action={submit} onSubmit={send} noValidate className="flex flex-col gap-4">
      <PasswordField texts={password} email={email} refused={refused} />
      <button type="submit" disabled={pending} className="button button-primary h-10 text-base">
        {texts.submit}
      </button>
    </form>
  );
}
