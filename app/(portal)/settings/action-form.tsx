"use client";

import { useActionState, useRef, type ReactNode, type RefObject } from "react";
import type { ConfirmTexts } from "@/components/ui/confirm-popup";
import { useLazyPopup } from "@/components/ui/lazy";
import type { ActionState } from "@/lib/web/action";

type ActionFormProps<Reason extends string, Value> = {
  readonly action: (
    before: ActionState<Reason, Value>,
    form: FormData,
  ) => Promise<ActionState<Reason, Value>>;
  readonly hidden: Readonly<Record<string, string>>;
  readonly submit: string;
  /** Whom or what the button is about, for those who do not see the row. */
  readonly about?: string;
  readonly done: string;
  /** Total over the reasons of the command. */
  readonly refusals: Readonly<Record<Reason | "forbidden", string>>;
  /** Asked before the form is sent. */
  readonly ask?: ConfirmTexts;
  readonly children?: ReactNode;
};

const loadConfirm = async () => (await import("@/components/ui/confirm-popup")).ConfirmPopup;

type AskingProps = {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly ask: ConfirmTexts;
  readonly button: { readonly disabled: boolean; readonly "aria-label"?: string };
  readonly children: ReactNode;
};

function AskingButton({ form, ask, button, children }: AskingProps) {
  const { Popup, setOpen, trigger } = useLazyPopup(loadConfirm);
  const confirm = () => {
    setOpen(false);
    form.current?.requestSubmit();
  };
  return (
    <>
      <button {...trigger} {...button} aria-haspopup="dialog" className="button">
        {children}
      </button>
      {Popup && <Popup texts={ask} onConfirm={confirm} onClose={() => setOpen(false)} />}
    </>
  );
}

/** A small form of the settings: fields, one button, and what came of it. */
export function ActionForm<Reason extends string, Value>(props: ActionFormProps<Reason, Value>) {
  const form = useRef<HTMLFormElement>(null);
  const [state, submit, pending] = useActionState<ActionState<Reason, Value>, FormData>(props.action, {
    status: "idle",
  });
  const named = props.about !== undefined && { "aria-label": `${props.submit}: ${props.about}` };
  const button = { disabled: pending, ...named };
  return (
    <form ref={form} action={submit} className="flex flex-wrap items-center gap-2">
      {Object.entries(props.hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {props.children}
      {props.ask ? (
        <AskingButton form={form} ask={props.ask} button={button}>
          {props.submit}
        </AskingButton>
      ) : (
        <button type="submit" {...button} className="button">
          {props.submit}
        </button>
      )}
      <span role="status" className={state.status === "idle" ? "sr-only" : "text-xs text-soft"}>
        {state.status === "done" && props.done}
        {state.status === "refused" && <span className="text-bad">{props.refusals[state.reason]}</span>}
      </span>
    </form>
  );
}
