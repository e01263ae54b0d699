import type { ReactNode } from "react";
import { Section } from "@/components/detail/section";

type ChartCardProps = {
  readonly name: string;
  readonly title: string;
  readonly texts: { readonly view: string; readonly chart: string; readonly table: string };
  readonly head: ReactNode;
  readonly drawing: ReactNode;
  readonly table: ReactNode;
  /** What is counted, in words. */
  readonly note: string;
};

/** A drawing, or the same figures as a table. Radio buttons switch, also without script (`app/charts.css`). */
export function ChartCard({ name, title, texts, head, drawing, table, note }: ChartCardProps) {
  const choices = [
    { value: "chart", label: texts.chart },
    { value: "table", label: texts.table },
  ];
  const aside = (
    <fieldset className="chart-switch no-print">
      <legend className="sr-only">
        {texts.view}: {title}
      </legend>
      {choices.map(({ value, label }) => (
        <label key={value}>
          <input type="radio" name={`${name}-view`} value={value} defaultChecked={value === "chart"} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
  return (
    <div className="chart-card min-w-0">
      <Section title={title} aside={aside}>
        <div className="flex flex-col gap-4 p-4">
          {head}
          <div className="chart-drawing">{drawing}</div>
          <div className="chart-table">{table}</div>
          <p className="text-xs text-faint">{note}</p>
        </div>
      </Section>
    </div>
  );
}
