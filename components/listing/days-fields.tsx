"use client";

import { useState, type ChangeEvent } from "react";
import { useLazyPopup } from "@/components/ui/lazy";
import { Icon } from "@/components/ui/icon";

type DaysFieldsProps = {
  readonly name: string;
  /** Parameters of the first and the last day. */
  readonly ends: { readonly from: string; readonly to: string };
  readonly locale: string;
  readonly preset: string | null;
  readonly first: string;
  readonly last: string;
  readonly presets: readonly { readonly id: string; readonly label: string }[];
  readonly texts: {
    readonly legend: string;
    readonly own: string;
    readonly from: string;
    readonly to: string;
    readonly shape: string;
    readonly calendar: string;
    /** What zone the days are of; a calendar date is of none. */
    readonly zone: string | null;
    readonly previous: string;
    readonly next: string;
  };
};

const loadCalendar = async () => (await import("@/components/ui/range-calendar")).DayRangeCalendar;

type Days = { readonly first: string; readonly last: string };

type PresetsProps = Pick<DaysFieldsProps, "name" | "presets"> & {
  readonly own: string;
  readonly chosen: string;
  readonly choose: (event: ChangeEvent<HTMLInputElement>) => void;
};

const Presets = ({ name, presets, own, chosen, choose }: PresetsProps) => (
  <div className="grid grid-cols-2 gap-x-2">
    {[...presets, { id: "", label: own }].map(({ id, label }) => (
      <label key={id} className="flex items-center gap-2 rounded-md px-2 py-1.5 text-sm hover:bg-sunken">
        <input type="radio" name={name} value={id} checked={chosen === id} onChange={choose} />
        {label}
      </label>
    ))}
  </div>
);

type DayProps = {
  readonly name: string;
  readonly label: string;
  readonly shape: string;
  readonly value: string;
  readonly change: (day: string) => void;
};

/** Text and not a native date: that one is written by the habits of the browser, not of the reader. */
const Day = ({ name, label, shape, value, change }: DayProps) => (
  <label className="min-w-0 flex-1">
    <span className="label">{label}</span>
    <input
      name={name}
      value={value}
      onChange={(event) => change(event.target.value)}
      placeholder={shape}
      title={shape}
      pattern="\d{4}-\d{2}-\d{2}"
      maxLength={10}
      autoComplete="off"
      className="numbers field px-2"
    />
  </label>
);

/** Presets, or two days of one's own; a calendar comes when it is asked for. */
export function DaysFields({ name, ends, locale, presets, texts, ...initial }: DaysFieldsProps) {
  const [preset, setPreset] = useState(initial.preset ?? "");
  const [days, setDays] = useState<Days>({ first: initial.first, last: initial.last });
  const { Popup, trigger } = useLazyPopup(loadCalendar);

  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    setPreset(event.target.value);
    if (event.target.value !== "") event.target.form?.requestSubmit();
  };
  const setOwn = (own: Partial<Days>) => {
    setPreset("");
    setDays({ ...days, ...own });
  };

  return (
    <fieldset className="min-w-0 sm:w-80">
      <legend className="sr-only">{texts.legend}</legend>
      <Presets name={name} presets={presets} own={texts.own} chosen={preset} choose={choose} />
      <div className="mt-2 flex items-end gap-2 border-t border-line pt-2">
        <Day
          name={ends.from}
          label={texts.from}
          shape={texts.shape}
          value={days.first}
          change={(first) => setOwn({ first })}
        />
        <Day
          name={ends.to}
          label={texts.to}
          shape={texts.shape}
          value={days.last}
          change={(last) => setOwn({ last })}
        />
        <button {...trigger} className="button px-2" aria-label={texts.calendar} title={texts.calendar}>
          <Icon name="calendar" />
        </button>
      </div>
      {Popup && (
        <Popup
          label={texts.calendar}
          previous={texts.previous}
          next={texts.next}
          locale={locale}
          {...days}
          onChange={setOwn}
        />
      )}
      {texts.zone !== null && <p className="mt-2 text-xs text-faint">{texts.zone}</p>}
    </fieldset>
  );
}
