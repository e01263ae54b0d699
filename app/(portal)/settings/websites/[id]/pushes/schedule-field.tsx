"use client";

import { useState } from "react";
import { Field } from "@/app/(portal)/settings/field";
import { waitsOf, type PushFormat } from "@/lib/features/pushes/model";
import { momentsOf, readWaits, unitsOf, type WaitsRefusal } from "@/lib/kernel/waits";

export type ScheduleTexts = {
  readonly label: string;
  readonly hint: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly waits: string;
  readonly waitsHint: string;
  readonly moments: string;
  readonly units: Readonly<Record<"d" | "h" | "m" | "s", string>>;
  readonly problems: Readonly<Record<WaitsRefusal, string>>;
};

type ScheduleFieldProps = {
  readonly format: PushFormat;
  readonly schedule: string;
  readonly waits: string;
  readonly problem: string | null;
  readonly texts: ScheduleTexts;
};

function Moments({ waits, texts }: { waits: readonly number[]; texts: ScheduleTexts }) {
  const written = (seconds: number) =>
    unitsOf(seconds)
      .map(([count, unit]) => `${count.toString()}\u00a0${texts.units[unit]}`)
      .join(" ");
  return (
    <div className="mt-3">
      <p className="label">{texts.moments}</p>
      <ol className="numbers flex flex-wrap gap-1 text-xs" aria-label={texts.moments}>
        {momentsOf(waits).map((seconds) => (
          <li key={seconds} className="rounded-sm bg-sunken px-1.5 py-0.5">
            {written(seconds)}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** When a push that fails is sent again; the moments stand there before anything is saved. */
export function ScheduleField({ format, texts, problem, ...saved }: ScheduleFieldProps) {
  const [schedule, setSchedule] = useState(saved.schedule);
  const [typed, setTyped] = useState(saved.waits);
  const read = readWaits(typed);
  const isOwn = schedule === "own";
  const own = read.ok ? read.value : [];
  const waits = waitsOf({ pushSchedule: schedule, pushWaits: own }, format);
  const wrong = isOwn && !read.ok && typed !== "" ? texts.problems[read.error] : problem;
  return (
    <div>
      <Field label={texts.label} hint={texts.hint} problem={null}>
        {(ids) => (
          <select
            {...ids}
            name="pushSchedule"
            value={schedule}
            onChange={(event) => setSchedule(event.target.value)}
            className="field"
          >
            {texts.options.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className={isOwn ? "mt-3" : "hidden"}>
        <Field label={texts.waits} hint={texts.waitsHint} problem={isOwn ? wrong : null}>
          {(ids) => (
            <input
              {...ids}
              name="pushWaits"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              maxLength={1000}
              autoComplete="off"
              spellCheck={false}
              className="numbers field font-mono"
            />
          )}
        </Field>
      </div>
      {waits.length > 0 && <Moments waits={waits} texts={texts} />}
    </div>
  );
}
