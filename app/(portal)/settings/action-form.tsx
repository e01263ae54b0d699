"use client";

import { useActionState, type ReactNode } from "react";
import type { ActionState } from "@/lib/web/action";

type ActionFormProps<Reason extends string, Value> = {
  readonly action: (
    before: ActionState<Reason, Value>,
    form: FormData,
  ) => Promise<ActionState<Reason, Value>>;
  readonly hidden: Readonly<Record<string, string>>;
  readonly submit: string;
  readonly done: string;
  /** Total over the reasons of the command. */
  readonly refusals: Readonly<Record<Reason | "forbidden", string>>;
  /** Asked before the form is sent. */
  readonly ask?: string;
  readonly children?: ReactNode;
};

/** A small form of the settings: fields, one button, and what came of it. */
export function ActionForm<Reason extends string, Value>(props: ActionFormProps<Reason, Value>) {
  const [state, submit, pending] = useActionState<ActionState<Reason, Value>, FormData>(props.action, {
    status: "idle",
  });
  return (
    <form
      action={submit}
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        if (props.ask !== undefined && !confirm(props.ask)) event.preventDefault();
      }}
    >
      {Object.entries(props.hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {props.children}
      <button type="submit" disabled={pending} className="button">
        {props.submit}
      </button>
      <span role="status" className="text-xs text-soft">
        {state.status === "done" && props.done}
        {state.status === "refused" && <span className="text-bad">{props.refusals[state.reason]}</span>}
      </span>
    </form>
  );
}
