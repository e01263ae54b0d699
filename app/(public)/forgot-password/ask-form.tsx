"use client";

import { startTransition, useActionState, type SubmitEvent } from "react";
import { askForReset, type AskState } from "@/app/(public)/forgot-password/actions";
import { Field } from "@/app/(portal)/settings/field";

type AskFormProps = {
  readonly texts: {
    readonly email: string;
    readonly hint: string;
    readonly submit: string;
    readonly asked: string;
    readonly askedMore: string;
    readonly invalid: string;
    readonly too_soon: string;
    readonly too_many: string;
  };
};

export function AskForm({ texts }: AskFormProps) {
  const [state, submit, pending] = useActionState<AskState, FormData>(askForReset, { status: "idle" });
  // Sent by its handler, a form keeps what was typed when it is refused.
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(() => submit(data));
  };
  if (state.status === "asked") {
    return (
      <div role="status" className="flex flex-col gap-3 text-sm [overflow-wrap:anywhere]">
        <p className="notice notice-good">{texts.asked.replace("{email}", () => state.email)}</p>
        <p className="text-soft">{texts.askedMore}</p>
      </div>
    );
  }
  const isWaiting = state.status === "too_soon" || state.status === "too_many";
  return (
    <form action={submit} onSubmit={send} noValidate className="flex flex-col gap-4">
      <div role="alert">{isWaiting && <p className="notice notice-bad">{texts[state.status]}</p>}</div>
      <Field
        label={texts.email}
        hint={texts.hint}
        problem={state.status === "invalid" ? texts.invalid : null}
      >
        {(ids) => (
          <input
            {...ids}
            name="email"
            type="email"
            autoComplete="username"
            maxLength={254}
            required
            className="field h-10 text-base"
          />
        )}
      </Field>
      <button type="submit" disabled={pending} className="button button-primary h-10 text-base">
        {texts.submit}
      </button>
    </form>
  );
}
