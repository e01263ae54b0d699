"use client";

import { startTransition, useActionState, useEffect, useRef, type ReactNode, type SubmitEvent } from "react";
import { invite } from "@/app/(portal)/settings/actions";
import { Field } from "@/app/(portal)/settings/field";

type InviteState = Awaited<ReturnType<typeof invite>>;
type Reason = Extract<InviteState, { status: "refused" }>["reason"];
type Options = readonly (readonly [value: string, label: string])[];

type InviteFormProps = {
  readonly roles: Options;
  readonly locales: Options;
  readonly locale: string;
  readonly texts: {
    readonly email: string;
    readonly emailHint: string;
    readonly name: string;
    readonly nameHint: string;
    readonly role: string;
    readonly language: string;
    readonly submit: string;
    readonly done: string;
    readonly invalid: string;
    readonly refusals: Readonly<Record<Reason, string>>;
  };
};

type ChoiceProps = {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: Options;
};

const Choice = ({ name, label, value, options }: ChoiceProps) => (
  <label className="min-w-0">
    <span className="label">{label}</span>
    <select name={name} defaultValue={value} className="field">
      {options.map(([id, text]) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </select>
  </label>
);

const aboutAddress: readonly string[] = ["has_account", "invited_before"] satisfies Reason[];

/** What is wrong with the address itself stands below its field. */
function problemsOf(state: InviteState, texts: InviteFormProps["texts"]) {
  if (state.status === "invalid") return { address: texts.invalid, other: null };
  if (state.status !== "refused") return { address: null, other: null };
  const text = texts.refusals[state.reason];
  return aboutAddress.includes(state.reason)
    ? { address: text, other: null }
    : { address: null, other: text };
}

type FieldsProps = Omit<InviteFormProps, "texts"> & {
  readonly texts: InviteFormProps["texts"];
  readonly problem: string | null;
};

const Fields = ({ texts, problem, roles, locales, locale }: FieldsProps): ReactNode => (
  <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
    <Field label={texts.email} hint={texts.emailHint} problem={problem}>
      {(ids) => (
        <input {...ids} name="email" type="email" autoComplete="off" maxLength={254} className="field" />
      )}
    </Field>
    <Field label={texts.name} hint={texts.nameHint} problem={null}>
      {(ids) => <input {...ids} name="name" autoComplete="off" maxLength={100} className="field" />}
    </Field>
    <Choice name="role" label={texts.role} value={roles.at(-1)?.[0]} options={roles} />
    <Choice name="locale" label={texts.language} value={locale} options={locales} />
  </div>
);

export function InviteForm({ texts, ...choices }: InviteFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [state, submit, pending] = useActionState<InviteState, FormData>(invite, { status: "idle" });
  // Sent by its handler, a form keeps what was typed when it is refused.
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(() => submit(data));
  };
  useEffect(() => {
    if (state.status === "done") form.current?.reset();
  }, [state]);
  const { address, other } = problemsOf(state, texts);
  return (
    <form ref={form} onSubmit={send} noValidate className="flex flex-col gap-3 px-4 py-4">
      <Fields {...choices} texts={texts} problem={address} />
      <div className="flex flex-wrap items-center gap-3">
        <button type="submit" disabled={pending} className="button">
          {texts.submit}
        </button>
        <span role="status" className="min-w-0 text-xs [overflow-wrap:anywhere] text-soft">
          {state.status === "done" && texts.done.replace("{email}", () => state.value.email)}
          {other !== null && <span className="text-bad">{other}</span>}
        </span>
      </div>
    </form>
  );
}
