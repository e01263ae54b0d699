"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect } from "react";
import type { MoveContext, MoveTexts } from "@/app/(portal)/payments/[id]/move-model";
import { moveWriting } from "@/app/(portal)/payments/[id]/move-writing";
import { ActFrame, type ActFrameProps } from "@/components/detail/act-frame";

type State<Reason extends string, Value> =
  | { readonly status: "idle" }
  | { readonly status: "done"; readonly value: Value }
  | { readonly status: "invalid" }
  | { readonly status: "refused"; readonly reason: Reason };

/** Every reason that a command can give has a sentence, or this does not compile. */
type Reason = keyof MoveTexts["closed"] | keyof MoveTexts["refusals"];

/** Sends a form. A refusal draws the page behind anew: what it showed may be out of date. */
export function useMove<S extends State<Reason, unknown>>(
  action: (before: Awaited<S>, form: FormData) => Promise<S>,
) {
  const [state, submit, pending] = useActionState<S, FormData>(action, { status: "idle" } as Awaited<S>);
  const router = useRouter();
  useEffect(() => {
    if (state.status === "refused") router.refresh();
  }, [state, router]);
  return { state, submit, pending };
}

function problemOf(state: State<Reason, unknown>, texts: MoveTexts): string | null {
  const words: Readonly<Record<Reason, string>> = { ...texts.closed, ...texts.refusals };
  if (state.status === "refused") return words[state.reason];
  return state.status === "invalid" ? texts.problems.invalid : null;
}

function factsOf({ texts, amount, customer, shop, reader }: MoveContext) {
  return [
    [texts.summary.amount, moveWriting(reader).money(amount)],
    [texts.summary.customer, customer ?? texts.summary.unknown],
    [texts.summary.shop, shop],
  ] as const;
}

export type Move<Value> = {
  readonly state: State<Reason, Value>;
  readonly submit: (form: FormData) => void;
  readonly pending: boolean;
};

type MoveFrameProps = Pick<
  ActFrameProps,
  "values" | "lines" | "warning" | "button" | "blocked" | "grave" | "said" | "onClose" | "children"
> & { readonly context: MoveContext; readonly move: Move<unknown> };

/** What is moved, and how the page showed it. */
const movedOf = ({ paymentId, refundId, settleStatus, settleMinor, settleDueDate }: MoveContext) => ({
  ...{ paymentId, ...(refundId !== null && { refundId }) },
  seenSettle: settleStatus ?? "",
  seenMinor: settleMinor,
  seenDue: settleDueDate ?? "",
});

/** The dialog of a move: whose money, the fields, what will happen, and a button with verb and amount. */
export function MoveFrame({ context, move, values, ...props }: MoveFrameProps) {
  const { texts, close } = context;
  return (
    <ActFrame
      {...{ ...props, close }}
      submit={move.submit}
      pending={move.pending}
      problem={problemOf(move.state, texts)}
      values={{ ...movedOf(context), ...values }}
      facts={factsOf(context)}
      linesTitle={texts.will.title}
    />
  );
}
