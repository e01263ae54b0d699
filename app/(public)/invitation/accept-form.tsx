"use client";

import { startTransition, useActionState, type SubmitEvent } from "react";
import { Field } from "@/app/(portal)/settings/field";
import { accept, type AcceptState } from "@/app/(public)/invitation/actions";
import { PasswordField, type PasswordTexts } from "@/app/(public)/password-field";

type AcceptFormProps = {
  readonly email: string;
  readonly name: string;
  readonly texts: {
    readonly email: string;
    readonly emailHint: string;
    readonly name: string;
    readonly nameHint: string;
    readonly noName: string;
    readonly hasAccount: string;
    readonly submit: string;
    readonly dead: Readonly<Record<string, string>>;
  };
  readonly password: PasswordTexts;
};

export function AcceptForm({ email, name, texts, password }: AcceptFormProps) {
  const [{ refused }, submit, pending] = useActionState<AcceptState, FormData>(accept, { refused: null });
  // Sent by its handler, a form keeps what was typed when it is refused.
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(() => submit(data));
  };
  const dead = refused === null ? undefined : texts.dead[refused];
  if (dead !== undefined) {
    return (
      <p role="alert" className="notice text-sm">
        {dead}
      </p>
    );
  }
  return (
    <form action={submit} onSubmit={send} noValidate className="flex flex-col gap-4">
      <Field
        label={texts.email}
        hint={texts.emailHint}
        problem={refused === "has_account" ? texts.hasAccount : null}
      >
        {(ids) => <input {...ids} type="email" value={email} readOnly className="field h-10 text-base" />}
      </Field>
      <Field label={texts.name} hint={texts.nameHint} problem={refused === "no_name" ? texts.noName : null}>
        {(ids) => (
          <input
            {...ids}
            name="name"
            autoComplete="name"
            maxLength={100}
            defaultValue={name}
            required
            className="field h-10 text-base"
          />
        )}
      </Field>
      <PasswordField texts={password} email={email} refused={refused} />
      <button type="submit" disabled={pending} className="button button-primary h-10 text-base">
        {texts.submit}
      </button>
    </form>
  );
}
