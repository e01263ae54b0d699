"use client";

import { useId } from "react";
import type { PushFormat } from "@/lib/features/pushes/model";

export type FormatOption = {
  readonly id: PushFormat;
  readonly name: string;
  readonly about: string;
};

type FormatFieldProps = {
  readonly label: string;
  readonly options: readonly FormatOption[];
  readonly value: PushFormat;
  readonly onChange: (format: PushFormat) => void;
};

/** The formats, each with what its receiver has to do. */
export function FormatField({ label, options, value, onChange }: FormatFieldProps) {
  const id = useId();
  return (
    <fieldset>
      <legend className="label">{label}</legend>
      <div className="divide-y divide-line rounded-md border border-line">
        {options.map(({ id: format, name, about }) => (
          <label
            key={format}
            className="flex cursor-pointer items-start gap-2.5 px-3 py-2 has-checked:bg-accent-tint"
          >
            <input
              type="radio"
              name="pushFormat"
              value={format}
              checked={format === value}
              onChange={() => onChange(format)}
              aria-labelledby={`${id}-${format}`}
              aria-describedby={`${id}-${format}-about`}
              className="mt-1 flex-none"
            />
            <span className="min-w-0">
              <span id={`${id}-${format}`} className="block text-sm font-medium">
                {name}
              </span>
              <span id={`${id}-${format}-about`} className="block text-xs text-soft">
                {about}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
