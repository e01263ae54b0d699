"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect } from "react";
import type { capture, reverse, stop } from "@/app/(portal)/authorisations/[id]/actions";
import type { ActContext, ActTexts } from "@/app/(portal)/authorisations/[id]/act-model";
import { fill, moveWriting } from "@/app/(portal)/payments/[id]/move-writing";
import { ActFrame, type ActFrameProps } from "@/components/detail/act-frame";

type State = Awaited<ReturnType<typeof capture | typeof stop | typeof reverse>>;
type Reason = Extract<State, { readonly status: "refused" }>["reason"];

/** Sends a form. A refusal draws the page behind anew: what it showed may be out of date. */
export function useAct(action: (before: State, form: FormData) => Promise<State>) {
  const [state, submit, pending] = useActionState<State, FormData>(action, { status: "idle" });
  const router = useRouter();
  useEffect(() => {
    if (state.status === "refused") router.refresh();
  }, [state, router]);
  return { state, submit, pending };
}
export type Act = ReturnType<typeof useAct>;

/** Every reason that a command can give has a sentence, or this does not compile. */
function problemOf(state: State, texts: ActTexts): string | null {
  const words: Readonly<Record<Reason, string>> = { ...texts.closed, ...texts.refusals };
  if (state.status === "refused") return words[state.reason];
  return state.status === "invalid" ? texts.problems.invalid : null;
}

const tones = { done: "notice-good", unknown: "", refused: "notice-bad" } as const;

/** What has happened to which money, and when; honest about silence. */
function saidOf({ state }: Act, { texts, reader, remaining }: ActContext, done: string) {
  if (state.status !== "done") return null;
  const { outcome, minor, code, text, at } = state.value;
  const { money, at: moment } = moveWriting(reader);
  const templates = { done, unknown: texts.done.unknown, refused: texts.done.refused };
  const values = {
    amount: money({ minor, currency: remaining.currency }),
    ...{ at: moment(at), code, text },
  };
  return <p className={`notice ${tones[outcome]}`}>{fill(templates[outcome], values)}</p>;
}

type ActFormFrameProps = Pick<
  ActFrameProps,
  "values" | "lines" | "warning" | "button" | "blocked" | "grave" | "onClose" | "children"
> & {
  readonly context: ActContext;
  readonly act: Act;
  /** Says that it is done, with places for amount and moment. */
  readonly done: string;
};

export function ActFormFrame({ context, act, values, done, ...props }: ActFormFrameProps) {
  const { texts, close, facts, paymentId } = context;
  return (
    <ActFrame
      {...{ ...props, close, facts }}
      submit={act.submit}
      pending={act.pending}
      problem={problemOf(act.state, texts)}
      values={{ paymentId, ...values }}
      linesTitle={texts.will.title}
      said={saidOf(act, context, done)}
    />
  );
}
