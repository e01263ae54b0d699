"use client";

import { useActionState, useState, type ReactNode } from "react";
import { refund } from "@/app/(portal)/payments/[id]/actions";
import { decimalsOf, fromMajor, toMajor, type Money } from "@/lib/kernel/money";

type RefundState = Awaited<ReturnType<typeof refund>>;
type Reason = Extract<RefundState, { status: "refused" }>["reason"];

export type RefundFormProps = {
  readonly paymentId: string;
  /** Made when the page was drawn: sending the form twice refunds once. */
  readonly intentId: string;
  readonly left: Money;
  readonly locale: string;
  /** Where the money goes. `#` stands for the amount in every text that has it. */
  readonly texts: {
    readonly what: string;
    readonly left: string;
    readonly amount: string;
    readonly reason: string;
    readonly reasonHint: string;
    readonly submit: string;
    readonly done: string;
    readonly repeated: string;
    readonly close: string;
    readonly badAmount: string;
    readonly moreThanLeft: string;
    /** Total: a reason without a sentence does not compile. */
    readonly refusals: Readonly<Record<Reason, string>>;
  };
  readonly onClose: () => void;
};

function written(money: Money, locale: string): string {
  const digits = decimalsOf(money.currency);
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${new Intl.NumberFormat(locale, options).format(Number(toMajor(money)))}\u00a0${money.currency}`;
}

/** As the reader would type it: without groups, with the decimal separator of the language. */
function typedAs(money: Money, locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.1);
  return toMajor(money).replace(".", parts.find(({ type }) => type === "decimal")?.value ?? ".");
}

function Done({ text, close, onClose }: { text: string; close: string; onClose: () => void }) {
  return (
    <div className="flex flex-col gap-4 p-5" role="status">
      <p className="notice notice-good">{text}</p>
      <button type="button" autoFocus className="button self-end" onClick={onClose}>
        {close}
      </button>
    </div>
  );
}

type FieldProps = {
  readonly label: string;
  readonly problem: string | null;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
};

function Field({ label, problem, hint, children }: FieldProps) {
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

/** What is wrong with the typed amount, before anything is sent. */
function problemOf(
  typed: Money | null,
  { left, texts }: Pick<RefundFormProps, "left" | "texts">,
): string | null {
  if (typed === null || typed.minor === 0) return texts.badAmount;
  return typed.minor > left.minor ? texts.moreThanLeft : null;
}

type AmountProps = {
  readonly text: string;
  readonly change: (text: string) => void;
  readonly currency: string;
  readonly invalid: boolean;
};

const AmountBox = ({ text, change, currency, invalid }: AmountProps) => (
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

function Refused({ state, texts }: { state: RefundState } & Pick<RefundFormProps, "texts">) {
  return (
    <div role="alert" className="empty:hidden">
      {state.status === "refused" && <p className="notice notice-bad">{texts.refusals[state.reason]}</p>}
      {state.status === "invalid" && <p className="notice notice-bad">{texts.badAmount}</p>}
    </div>
  );
}

const Hidden = ({ values }: { values: Readonly<Record<string, string | number>> }) =>
  Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);

export function RefundForm({ paymentId, intentId, left, locale, texts, onClose }: RefundFormProps) {
  const [state, submit, pending] = useActionState<RefundState, FormData>(refund, { status: "idle" });
  const [text, setText] = useState(() => typedAs(left, locale));
  const [kept] = useState({ paymentId, intentId, seenLeft: left.minor, currency: left.currency });
  const parsed = fromMajor(text.replace(",", "."), left.currency);
  const typed = parsed.ok ? parsed.value : null;
  const problem = problemOf(typed, { left, texts });

  if (state.status === "done") {
    const said = state.value.repeated ? texts.repeated : texts.done;
    return (
      <Done
        text={said.replace("#", written(state.value.amount, locale))}
        close={texts.close}
        onClose={onClose}
      />
    );
  }
  const figure = typed === null ? left.currency : written(typed, locale);
  return (
    <form action={submit} className="flex flex-col gap-4 p-5">
      <Refused state={state} texts={texts} />
      <Hidden values={kept} />
      <Field label={texts.amount} problem={problem} hint={texts.left}>
        <AmountBox text={text} change={setText} currency={left.currency} invalid={problem !== null} />
      </Field>
      <Field label={texts.reason} problem={null} hint={texts.reasonHint}>
        <input name="reason" maxLength={200} autoComplete="off" className="field h-10 text-base" />
      </Field>
      <p className="text-sm text-soft">{texts.what.replace("#", figure)}</p>
      <button
        type="submit"
        disabled={pending || problem !== null}
        className="button button-primary h-10 text-base"
      >
        {texts.submit.replace("#", figure)}
      </button>
    </form>
  );
}
