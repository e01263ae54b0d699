"use client";

import type { ReactNode } from "react";

type FieldProps = {
  readonly label: string;
  readonly problem: string | null;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
};

export function Field({ label, problem, hint, children }: FieldProps) {
  return (
    <label className="block">
      <span className="label">{label}</span>
      {children}
      {hint !== undefined && <span className="mt-1 block text-xs text-faint">{hint}</span>}
      <span role="alert" className="mt-1 block text-xs text-bad empty:hidden">
        {problem}
      </span>
    </label>
  );
}

type AmountProps = {
  readonly text: string;
  readonly change: (text: string) => void;
  readonly currency: string;
  readonly invalid: boolean;
};

export const AmountBox = ({ text, change, currency, invalid }: AmountProps) => (
  <span className="relative block">
    <input
      name="amount"
      value={text}
      onChange={(event) => change(event.target.value)}
      inputMode="decimal"
      autoComplete="off"
      autoFocus
      aria-invalid={invalid}
      className="numbers field h-10 pr-14 text-right text-base"
    />
    <span className="pointer-events-none absolute top-2.5 right-3 text-sm text-soft">{currency}</span>
  </span>
);
