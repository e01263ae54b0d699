"use client";

import type { ReactNode } from "react";

export type ActFrameProps = {
  readonly submit: (form: FormData) => void;
  readonly pending: boolean;
  /** Why it was refused; null: it was not. */
  readonly problem: string | null;
  /** Sent along unseen. */
  readonly values: Readonly<Record<string, string | number>>;
  /** Whose money: label and value. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly linesTitle: string;
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
  readonly close: string;
  readonly onClose: () => void;
  readonly children?: ReactNode;
};

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

const Summary = ({ facts }: Pick<ActFrameProps, "facts">) => (
  <dl className="numbers text-sm">
    {facts.map(([label, value]) => (
      <div key={label} className="flex gap-2 py-0.5">
        <dt className="w-24 flex-none text-soft">{label}</dt>
        <dd className="min-w-0 flex-1 font-medium [overflow-wrap:anywhere]">{value}</dd>
      </div>
    ))}
  </dl>
);

const Done = ({ close, said, onClose }: Pick<ActFrameProps, "close" | "said" | "onClose">) => (
  <div className="flex flex-col gap-4 p-5" role="status">
    {said}
    <button type="button" autoFocus className="button self-end" onClick={onClose}>
      {close}
    </button>
  </div>
);

const Hidden = ({ values }: Pick<ActFrameProps, "values">) =>
  Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);

/** Every dialog is built alike: whose money, the fields, what will happen, and a button with verb and amount. */
export function ActFrame(props: ActFrameProps) {
  const { close, said, onClose, problem } = props;
  if (said !== null) return <Done {...{ close, said, onClose }} />;
  return (
    <form action={props.submit} className="flex flex-col gap-4 p-5">
      <div role="alert" className="empty:hidden">
        {problem !== null && <p className="notice notice-bad">{problem}</p>}
      </div>
      <Hidden values={props.values} />
      <Summary facts={props.facts} />
      {props.children}
      {props.lines.length > 0 && <Lines title={props.linesTitle} lines={props.lines} />}
      {props.warning != null && <p className="notice">{props.warning}</p>}
      <button
        type="submit"
        autoFocus={props.children === undefined && props.grave !== true}
        disabled={props.pending || props.blocked === true}
        className={`button h-auto min-h-10 py-2 text-base whitespace-normal ${props.grave ? "button-bad" : "button-primary"}`}
      >
        {props.button}
      </button>
    </form>
  );
}
