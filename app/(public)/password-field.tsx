"use client";

import { useState } from "react";
import { Field } from "@/app/(portal)/settings/field";

export type PasswordTexts = {
  readonly label: string;
  readonly hint: string;
  readonly show: string;
  readonly problems: Readonly<Record<string, string>>;
};

type PasswordFieldProps = {
  readonly texts: PasswordTexts;
  /** Whose password it is, for the browser that keeps it. */
  readonly email: string;
  readonly refused: string | null;
};

/** A new password, which the person may look at instead of typing it twice. */
export function PasswordField({ texts, email, refused }: PasswordFieldProps) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <Field
        label={texts.label}
        hint={texts.hint}
        problem={refused === null ? null : (texts.problems[refused] ?? null)}
      >
        {(ids) => (
          <input
            {...ids}
            name="password"
            type={isShown ? "text" : "password"}
            autoComplete="new-password"
            spellCheck={false}
            required
            className="field h-10 text-base"
          />
        )}
      </Field>
      <label className="flex items-center gap-2 text-sm">
        <input type="checkbox" checked={isShown} onChange={(event) => setShown(event.target.checked)} />
        {texts.show}
      </label>
    </div>
  );
}
