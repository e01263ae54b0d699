"use client";

import { useState, type ChangeEvent } from "react";
import { useLazyPopup } from "@/components/ui/lazy";
import { Icon } from "@/components/ui/icon";

type DaysFieldsProps = {
  readonly name: string;
  readonly locale: string;
  readonly zone: string;
  readonly preset: string | null;
  readonly first: string;
  readonly last: string;
  readonly presets: readonly { readonly id: string; readonly label: string }[];
  readonly texts: {
    readonly legend: string;
    readonly own: string;
    readonly from: string;
    readonly to: string;
    readonly calendar: string;
    readonly zone: string;
    readonly previous: string;
    readonly next: string;
  };
};

const loadCalendar = async () => (await import("@/components/ui/range-calendar")).DayRangeCalendar;

/** Presets, or two days of one's own; a calendar comes when it is asked for. */
export function DaysFields({ name, locale, zone, presets, texts, ...initial }: DaysFieldsProps) {
  const [preset, setPreset] = useState(initial.preset ?? "");
  const [days, setDays] = useState({ first: initial.first, last: initial.last });
  const { Popup, trigger } = useLazyPopup(loadCalendar);

  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    setPreset(event.target.value);
    if (event.target.value !== "") event.target.form?.requestSubmit();
  };
  const setOwn = (own: Partial<typeof days>) => {
    setPreset("");
    setDays({ ...days, ...own });
  };
  const day = (key: "first" | "last", parameter: string, label: string) => (
    <label className="flex-1">
      <span className="label">{label}</span>
      <input
        type="date"
        name={parameter}
        value={days[key]}
        onChange={(event) => setOwn({ [key]: event.target.value })}
        className="field numbers px-2"
      />
    </label>
  );

  return (
    <fieldset className="sm:w-80">
      <legend className="sr-only">{texts.legend}</legend>
      <div className="grid grid-cols-2 gap-x-2">
        {[...presets, { id: "", label: texts.own }].map(({ id, label }) => (
          <label key={id} className="flex items-center gap-2 rounded-md px-2 py-1.5 text-sm hover:bg-sunken">
            <input type="radio" name={name} value={id} checked={preset === id} onChange={choose} />
            {label}
          </label>
        ))}
      </div>
      <div className="mt-2 flex items-end gap-2 border-t border-line pt-2">
        {day("first", "from", texts.from)}
        {day("last", "to", texts.to)}
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
          zone={zone}
          first={days.first}
          last={days.last}
          onChange={setOwn}
        />
      )}
      <p className="mt-2 text-xs text-faint">{texts.zone}</p>
    </fieldset>
  );
}
