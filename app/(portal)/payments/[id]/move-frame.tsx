"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect, type ReactNode } from "react";
import { Hidden } from "@/app/(portal)/payments/[id]/fields";
import type { MoveContext, MoveTexts } from "@/app/(portal)/payments/[id]/move-model";
import { moveWriting } from "@/app/(portal)/payments/[id]/move-writing";

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

const Lines = ({ title, lines }: { title: string; lines: readonly string[] }) => (
  <div className="rounded-md bg-canvas px-3 py-2 text-sm" aria-live="polite">
    <h3 className="text-xs font-medium text-faint">{title}</h3>
    {lines.map((line) => (
      <p key={line} className="mt-1">
        {line}
      </p>
    ))}
  </div>
);

function Summary({ context }: { context: MoveContext }) {
  const { texts, amount, customer, shop, reader } = context;
  const facts = [
    [texts.summary.amount, moveWriting(reader).money(amount)],
    [texts.summary.customer, customer ?? texts.summary.unknown],
    [texts.summary.shop, shop],
  ] as const;
  return (
    <dl className="numbers text-sm">
      {facts.map(([label, value]) => (
        <div key={label} className="flex gap-2 py-0.5">
          <dt className="w-24 flex-none text-soft">{label}</dt>
          <dd className="min-w-0 flex-1 font-medium [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Refused({ state, texts }: { state: State<Reason, unknown>; texts: MoveTexts }) {
  const words: Readonly<Record<Reason, string>> = { ...texts.closed, ...texts.refusals };
  return (
    <div role="alert" className="empty:hidden">
      {state.status === "refused" && <p className="notice notice-bad">{words[state.reason]}</p>}
      {state.status === "invalid" && <p className="notice notice-bad">{texts.problems.invalid}</p>}
    </div>
  );
}

function Done({ context, said, onClose }: { context: MoveContext; said: ReactNode; onClose: () => void }) {
  return (
    <div className="flex flex-col gap-4 p-5" role="status">
      {said}
      <button type="button" autoFocus className="button self-end" onClick={onClose}>
        {context.close}
      </button>
    </div>
  );
}

export type Move<Value> = {
  readonly state: State<Reason, Value>;
  readonly submit: (form: FormData) => void;
  readonly pending: boolean;
};

type MoveFrameProps = {
  readonly context: MoveContext;
  readonly move: Move<unknown>;
  readonly values: Readonly<Record<string, string | number>>;
  /** What will happen, to which money and when. */
  readonly lines: readonly string[];
  readonly warning?: string | null;
  readonly button: string;
  /** Nothing may be sent yet. */
  readonly blocked?: boolean;
  /** For what cannot be undone. */
  readonly grave?: boolean;
  /** What has happened, once it has; null until then. */
  readonly said: ReactNode;
  readonly onClose: () => void;
  readonly children?: ReactNode;
};

/** What is moved, and how the page showed it. */
const movedOf = ({ paymentId, refundId, settleStatus, settleMinor, settleDueDate }: MoveContext) => ({
  ...{ paymentId, ...(refundId !== null && { refundId }) },
  seenSettle: settleStatus ?? "",
  seenMinor: settleMinor,
  seenDue: settleDueDate ?? "",
});

/** Every dialog is built alike: whose money, the fields, what will happen, and a button with verb and amount. */
export function MoveFrame(props: MoveFrameProps) {
  const { context, move, said, onClose } = props;
  const { texts } = context;
  if (said !== null) return <Done context={context} said={said} onClose={onClose} />;
  return (
    <form action={move.submit} className="flex flex-col gap-4 p-5">
      <Refused state={move.state} texts={texts} />
      <Hidden values={{ ...movedOf(context), ...props.values }} />
      <Summary context={context} />
      {props.children}
      {props.lines.length > 0 && <Lines title={texts.will.title} lines={props.lines} />}
      {props.warning != null && <p className="notice">{props.warning}</p>}
      <button
        type="submit"
        autoFocus={props.children === undefined && props.grave !== true}
        disabled={move.pending || props.blocked === true}
        className={`button h-auto min-h-10 py-2 text-base whitespace-normal ${props.grave ? "button-bad" : "button-primary"}`}
      >
        {props.button}
      </button>
    </form>
  );
}
