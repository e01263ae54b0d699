"use client";

import { fromMajor, toMajor } from "@/lib/kernel/money";
import { isMessage, type StepAction, type WantedStep } from "@/lib/features/schemes/model";

type Option = { readonly id: string; readonly label: string };
export type StepTexts = {
  readonly days: string;
  readonly daysHint: string;
  readonly action: string;
  readonly channel: string;
  readonly fallback: string;
  readonly fee: string;
  readonly none: string;
  readonly remove: string;
  readonly step: string;
  readonly actions: readonly Option[];
  readonly channels: readonly Option[];
};

/** As it stands in the fields. */
export type TypedStep = {
  readonly days: string;
  readonly action: StepAction;
  readonly channel: string;
  readonly fallback: string;
  readonly fee: string;
};

/** Fees are written like euros, with two decimals. */
const currency = "EUR";

export const typedOf = (step: WantedStep): TypedStep => ({
  days: step.daysAfterDue.toString(),
  action: step.action,
  channel: step.channel ?? "",
  fallback: step.fallbackChannel ?? "",
  fee: step.feeMinor === 0 ? "" : toMajor({ minor: step.feeMinor, currency }),
});

const channelIn = (text: string) => (text === "email" || text === "sms" ? text : null);

/** What cannot be read is no number, and the server says so. */
export function stepOf({ days, action, channel, fallback, fee }: TypedStep): WantedStep {
  const money = fromMajor(fee.trim() === "" ? "0" : fee.replace(",", "."), currency);
  const sends = isMessage({ action });
  return {
    daysAfterDue: /^-?\d{1,3}$/.test(days.trim()) ? Number(days) : Number.NaN,
    action,
    channel: sends ? channelIn(channel) : null,
    fallbackChannel: sends ? channelIn(fallback) : null,
    feeMinor: money.ok ? money.value.minor : Number.NaN,
  };
}

type RowProps = {
  readonly number: number;
  readonly step: TypedStep;
  readonly texts: StepTexts;
  readonly onChange: (step: TypedStep) => void;
  readonly onRemove: () => void;
};

type SelectProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly disabled?: boolean;
  readonly onPick: (value: string) => void;
};

function Select({ label, value, options, disabled = false, onPick }: SelectProps) {
  return (
    <label className="min-w-28 flex-1">
      <span className="label">{label}</span>
      <select
        value={value}
        disabled={disabled}
        onChange={({ target }) => onPick(target.value)}
        className="field"
      >
        {options.map(({ id, label: word }) => (
          <option key={id} value={id}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

type FigureProps = {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onType: (value: string) => void;
};

const Figure = ({ label, hint, value, onType }: FigureProps) => (
  <label className="w-24" title={hint}>
    <span className="label">{label}</span>
    <input
      value={value}
      onChange={({ target }) => onType(target.value)}
      inputMode="decimal"
      autoComplete="off"
      className="numbers field text-right"
    />
  </label>
);

export function StepRow({ number, step, texts, onChange, onRemove }: RowProps) {
  const sends = isMessage(step);
  const channels = [{ id: "", label: texts.none }, ...texts.channels];
  const name = `${texts.step} ${number.toString()}`;
  return (
    <li className="border-t border-line pt-3">
      <div role="group" aria-label={name} className="flex flex-wrap items-end gap-2">
        <span className="w-6 pb-2 text-sm text-soft">{number}</span>
        <Figure
          label={texts.days}
          hint={texts.daysHint}
          value={step.days}
          onType={(days) => onChange({ ...step, days })}
        />
        <Select
          label={texts.action}
          value={step.action}
          options={texts.actions}
          onPick={(action) => onChange({ ...step, action: action as StepAction })}
        />
        <Select
          label={texts.channel}
          value={sends ? step.channel : ""}
          options={channels}
          disabled={!sends}
          onPick={(channel) => onChange({ ...step, channel })}
        />
        <Select
          label={texts.fallback}
          value={sends ? step.fallback : ""}
          options={channels}
          disabled={!sends}
          onPick={(fallback) => onChange({ ...step, fallback })}
        />
        <Figure label={texts.fee} value={step.fee} onType={(fee) => onChange({ ...step, fee })} />
        <button
          type="button"
          className="button button-quiet"
          aria-label={`${texts.remove}: ${name}`}
          onClick={onRemove}
        >
          {texts.remove}
        </button>
      </div>
    </li>
  );
}
