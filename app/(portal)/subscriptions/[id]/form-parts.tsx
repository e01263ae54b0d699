"use client";

import type { ReactNode } from "react";
import type { changePlan } from "@/app/(portal)/subscriptions/[id]/actions";

export type PlanState = Awaited<ReturnType<typeof changePlan>>;
type PlanReason = Extract<PlanState, { status: "refused" }>["reason"];
/** Total: a reason without a sentence does not compile. */
export type Refusals = Readonly<Record<PlanReason, string>>;

type DoneProps = { readonly text: string; readonly close: string; readonly onClose: () => void };

export function Done({ text, close, onClose }: DoneProps) {
  return (
    <div className="flex flex-col gap-4 p-5" role="status">
      <p className="notice notice-good">{text}</p>
      <button type="button" autoFocus className="button self-end" onClick={onClose}>
        {close}
      </button>
    </div>
  );
}

type RefusedProps = { readonly state: PlanState; readonly refusals: Refusals; readonly invalid: string };

export function Refused({ state, refusals, invalid }: RefusedProps) {
  return (
    <div role="alert" className="empty:hidden">
      {state.status === "refused" && <p className="notice notice-bad">{refusals[state.reason]}</p>}
      {state.status === "invalid" && <p className="notice notice-bad">{invalid}</p>}
    </div>
  );
}

export const Sentences = ({ texts }: { texts: readonly string[] }) =>
  texts.map((text) => (
    <p key={text} className="text-sm text-soft">
      {text}
    </p>
  ));

type FieldProps = {
  readonly label: string;
  readonly problem: string | null;
  readonly hint?: string;
  readonly children: ReactNode;
};

export function Field({ label, problem, hint, children }: FieldProps) {
  return (
    <label className="block min-w-0 flex-1">
      <span className="label">{label}</span>
      {children}
      {hint !== undefined && <span className="mt-1 block text-xs text-faint">{hint}</span>}
      <span role="alert" className="mt-1 block text-xs text-bad empty:hidden">
        {problem}
      </span>
    </label>
  );
}
