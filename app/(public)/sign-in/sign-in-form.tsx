"use client";

import { useActionState } from "react";
import { enter } from "@/app/(public)/sign-in/actions";

type SignInFormProps = {
  readonly texts: {
    readonly email: string;
    readonly password: string;
    readonly submit: string;
    readonly wrong_credentials: string;
    readonly too_many_tries: string;
  };
};

export function SignInForm({ texts }: SignInFormProps) {
  const [{ refused, email }, submit, pending] = useActionState(enter, { refused: null, email: "" });
  return (
    <form action={submit} className="flex flex-col gap-4">
      <div role="alert">{refused !== null && <p className="notice notice-bad">{texts[refused]}</p>}</div>
      <label>
        <span className="label">{texts.email}</span>
        <input
          key={email}
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={email}
          className="field h-10 text-base"
        />
      </label>
      <label>
        <span className="label">{texts.password}</span>
        <input
          name="password"
          type="password"
          autoComplete="current-password"
          required
          className="field h-10 text-base"
        />
      </label>
      <button type="submit" disabled={pending} className="button button-primary mt-1 h-10 text-base">
        {texts.submit}
      </button>
    </form>
  );
}
