"use client";

import { useActionState, useState } from "react";
import { changePlan } from "@/app/(portal)/subscriptions/[id]/actions";
import { sayForesight, type ForesightTexts } from "@/app/(portal)/subscriptions/[id]/foresight";
import {
  Done,
  Field,
  Refused,
  Sentences,
  type PlanState,
  type Refusals,
} from "@/app/(portal)/subscriptions/[id]/form-parts";
import { fromMajor, toMajor, type Money } from "@/lib/kernel/money";
import {
  highestNumber,
  leastFinalNumber,
  longestFrequency,
  subscriptionUnits,
  type Plan,
  type SubscriptionUnit,
} from "@/lib/features/subscriptions/model";
import { orderReferenceCeiling } from "@/lib/features/settlement/model";

export type ChangeFormProps = {
  readonly subscriptionId: string;
  readonly plan: Plan;
  readonly amount: Money;
  readonly texts: {
    readonly fields: Readonly<Record<"amount" | "every" | "unit" | "finalNumber" | "orderReference", string>>;
    readonly units: Readonly<Record<SubscriptionUnit, string>>;
    readonly finalHint: string;
    readonly longReference: string;
    readonly then: string;
    readonly submit: string;
    readonly done: string;
    readonly close: string;
    readonly badAmount: string;
    readonly badFrequency: string;
    readonly badFinal: string;
    readonly refusals: Refusals;
    readonly foresight: ForesightTexts;
  };
  readonly onClose: () => void;
};

type Typed = Readonly<Record<"amount" | "frequency" | "unit" | "finalNumber" | "orderReference", string>>;

/** As the reader would type it: without groups, with the decimal separator of the language. */
function typedAs(money: Money, locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.1);
  return toMajor(money).replace(".", parts.find(({ type }) => type === "decimal")?.value ?? ".");
}

const typedOf = ({ plan, amount, texts }: ChangeFormProps): Typed => ({
  amount: typedAs(amount, texts.foresight.locale),
  frequency: plan.frequency.toString(),
  unit: plan.unit,
  finalNumber: plan.finalNumber?.toString() ?? "",
  orderReference: plan.orderReference ?? "",
});

const wholeWithin = (text: string, least: number, most: number): number | null =>
  /^\d{1,5}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most ? Number(text) : null;

/** The plan as it would be, or null while something cannot be read. */
function wantedOf(typed: Typed, { plan, amount }: ChangeFormProps) {
  const money = fromMajor(typed.amount.replace(",", "."), amount.currency);
  const finalNumber =
    typed.finalNumber.trim() === ""
      ? null
      : wholeWithin(typed.finalNumber, leastFinalNumber(plan), highestNumber);
  return {
    amount: money.ok && money.value.minor > 0 ? money.value : null,
    frequency: wholeWithin(typed.frequency, 1, longestFrequency),
    unit: typed.unit === "DAY" ? ("DAY" as const) : ("MONTH" as const),
    finalNumber,
    finalIsBad: finalNumber === null && typed.finalNumber.trim() !== "",
  };
}
type Wanted = ReturnType<typeof wantedOf>;

function foresightOf(wanted: Wanted, { plan, texts }: ChangeFormProps): string[] {
  const { amount, frequency, unit, finalNumber, finalIsBad } = wanted;
  if (amount === null || frequency === null || finalIsBad) return [];
  const changed = { ...plan, amountMinor: amount.minor, frequency, unit, finalNumber };
  return sayForesight(changed, amount, texts.foresight);
}

type RowProps = {
  readonly typed: Typed;
  /** Name, value and change of a field; one that nobody changed has no name and is not sent. */
  readonly bind: (name: keyof Typed) => {
    readonly name: string | undefined;
    readonly value: string;
    readonly onChange: (event: { readonly target: { readonly value: string } }) => void;
  };
  readonly wanted: Wanted;
  readonly props: ChangeFormProps;
};

const fieldClass = "numbers field h-10 text-base";

const MoneyRow = ({ bind, wanted, props: { amount, texts } }: RowProps) => (
  <Field
    label={`${texts.fields.amount} (${amount.currency})`}
    problem={wanted.amount === null ? texts.badAmount : null}
  >
    <input
      {...bind("amount")}
      inputMode="decimal"
      autoComplete="off"
      autoFocus
      aria-invalid={wanted.amount === null}
      className={`${fieldClass} text-right`}
    />
  </Field>
);

const RhythmRow = ({ bind, wanted, props: { texts } }: RowProps) => (
  <div className="flex gap-3">
    <Field label={texts.fields.every} problem={wanted.frequency === null ? texts.badFrequency : null}>
      <input
        {...bind("frequency")}
        inputMode="numeric"
        autoComplete="off"
        aria-invalid={wanted.frequency === null}
        className={fieldClass}
      />
    </Field>
    <Field label={texts.fields.unit} problem={null}>
      <select {...bind("unit")} className={fieldClass}>
        {subscriptionUnits.map((unit) => (
          <option key={unit} value={unit}>
            {texts.units[unit]}
          </option>
        ))}
      </select>
    </Field>
  </div>
);

const EndRow = ({ bind, wanted, props: { texts } }: RowProps) => (
  <Field
    label={texts.fields.finalNumber}
    problem={wanted.finalIsBad ? texts.badFinal : null}
    hint={texts.finalHint}
  >
    <input
      {...bind("finalNumber")}
      inputMode="numeric"
      autoComplete="off"
      aria-invalid={wanted.finalIsBad}
      className={fieldClass}
    />
  </Field>
);

const ReferenceRow = ({ bind, typed, props: { texts } }: RowProps) => (
  <Field
    label={texts.fields.orderReference}
    problem={null}
    {...(typed.orderReference.length > orderReferenceCeiling && { hint: texts.longReference })}
  >
    <input {...bind("orderReference")} maxLength={255} autoComplete="off" className={fieldClass} />
  </Field>
);

export function ChangeForm(props: ChangeFormProps) {
  const { texts, onClose } = props;
  const [state, submit, pending] = useActionState<PlanState, FormData>(changePlan, { status: "idle" });
  const [before] = useState(() => typedOf(props));
  const [typed, setTyped] = useState(before);
  if (state.status === "done") return <Done text={texts.done} close={texts.close} onClose={onClose} />;
  const wanted = wantedOf(typed, props);
  const foresight = foresightOf(wanted, props);
  const isChanged = (name: keyof Typed) => typed[name] !== before[name];
  const nothing = (Object.keys(typed) as (keyof Typed)[]).every((name) => !isChanged(name));
  const row: RowProps = {
    typed,
    wanted,
    props,
    bind: (name) => ({
      name: isChanged(name) ? name : undefined,
      value: typed[name],
      onChange: ({ target }) => setTyped({ ...typed, [name]: target.value }),
    }),
  };
  return (
    <form action={submit} className="flex flex-col gap-3 p-5">
      <Refused state={state} refusals={texts.refusals} invalid={texts.refusals.nothing_changed} />
      <input type="hidden" name="subscriptionId" value={props.subscriptionId} />
      <input type="hidden" name="currency" value={props.amount.currency} />
      <MoneyRow {...row} />
      <RhythmRow {...row} />
      <EndRow {...row} />
      <ReferenceRow {...row} />
      <div role="status" aria-label={texts.then} className="flex flex-col gap-1 empty:hidden">
        <Sentences texts={foresight} />
      </div>
      <button
        type="submit"
        disabled={pending || nothing || foresight.length === 0}
        className="button button-primary mt-1 h-10 text-base"
      >
        {texts.submit}
      </button>
    </form>
  );
}
