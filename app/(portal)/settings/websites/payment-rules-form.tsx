"use client";

import { startTransition, useActionState, useId, type SubmitEvent } from "react";
import { Field } from "@/app/(portal)/settings/field";
import { saveRules } from "@/app/(portal)/settings/websites/actions";

type RulesState = Awaited<ReturnType<typeof saveRules>>;
type Reason = Extract<RulesState, { status: "refused" }>["reason"];

type NumberRule = {
  readonly name: "validityMinutes" | "waitingRefundHours" | "refundWindowMonths" | "duplicateCheckMinutes";
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly outOfRange: string;
};
type TickRule = {
  readonly name: "retryEnabled" | "refundsInPlatform";
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
};

export type PaymentRulesFormProps = {
  readonly websiteId: string;
  readonly capture: {
    readonly label: string;
    readonly hint: string;
    readonly value: string;
    readonly options: readonly { readonly id: string; readonly label: string }[];
  };
  readonly numbers: readonly NumberRule[];
  readonly ticks: readonly TickRule[];
  readonly texts: {
    readonly save: string;
    readonly about: string;
    readonly saved: string;
    readonly notANumber: string;
    readonly wrong: string;
    readonly refusals: Readonly<Record<Reason, string>>;
  };
};

function Tick({ rule }: { rule: TickRule }) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input
        id={id}
        type="checkbox"
        name={rule.name}
        defaultChecked={rule.on}
        aria-describedby={`${id}-hint`}
        className="mt-0.5"
      />
      <div>
        <label htmlFor={id} className="text-sm font-medium">
          {rule.label}
        </label>
        <p id={`${id}-hint`} className="text-xs text-faint">
          {rule.hint}
        </p>
      </div>
    </div>
  );
}

function problemOf(state: RulesState, rule: NumberRule, notANumber: string): string | null {
  const reason = state.status === "invalid" ? state.fields[rule.name]?.[0] : undefined;
  if (reason === undefined) return null;
  return reason === "out_of_range" ? rule.outOfRange : notANumber;
}

function Message({ state, texts }: { state: RulesState; texts: PaymentRulesFormProps["texts"] }) {
  const isBad = state.status === "invalid" || state.status === "refused";
  return (
    <span role="status" className={`text-xs ${isBad ? "text-bad" : "text-soft"}`}>
      {state.status === "done" && texts.saved}
      {state.status === "invalid" && texts.wrong}
      {state.status === "refused" && texts.refusals[state.reason]}
    </span>
  );
}

function Capture({ capture }: Pick<PaymentRulesFormProps, "capture">) {
  return (
    <Field label={capture.label} hint={capture.hint} problem={null}>
      {(ids) => (
        <select {...ids} name="captureMode" defaultValue={capture.value} className="field">
          {capture.options.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

const NumberField = ({ rule, problem }: { rule: NumberRule; problem: string | null }) => (
  <Field label={rule.label} hint={rule.hint} problem={problem}>
    {(ids) => (
      <input
        {...ids}
        name={rule.name}
        defaultValue={rule.value}
        inputMode="numeric"
        autoComplete="off"
        maxLength={6}
        className="numbers field"
      />
    )}
  </Field>
);

/** How payments of one website are taken, retried and refunded; each rule with its explanation and its own problem. */
export function PaymentRulesForm({ websiteId, capture, numbers, ticks, texts }: PaymentRulesFormProps) {
  const [state, submit, pending] = useActionState<RulesState, FormData>(saveRules, { status: "idle" });
  // Sent by its handler, a form keeps what was typed when it is refused.
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(() => submit(data));
  };
  return (
    <form onSubmit={send} className="flex flex-col gap-4">
      <input type="hidden" name="websiteId" value={websiteId} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Capture capture={capture} />
        {numbers.map((rule) => (
          <NumberField key={rule.name} rule={rule} problem={problemOf(state, rule, texts.notANumber)} />
        ))}
      </div>
      {ticks.map((rule) => (
        <Tick key={rule.name} rule={rule} />
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <button type="submit" disabled={pending} aria-label={texts.about} className="button">
          {texts.save}
        </button>
        <Message state={state} texts={texts} />
      </div>
    </form>
  );
}
