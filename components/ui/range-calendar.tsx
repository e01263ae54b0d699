"use client";

import { parseDate, type CalendarDate } from "@internationalized/date";
import {
  Button,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  Heading,
  I18nProvider,
  RangeCalendar,
} from "react-aria-components";
import { Icon } from "@/components/ui/icon";

type DayRangeCalendarProps = {
  readonly label: string;
  readonly previous: string;
  readonly next: string;
  readonly locale: string;
  readonly first: string;
  readonly last: string;
  readonly onChange: (days: { first: string; last: string }) => void;
};

function rangeOf(first: string, last: string): { start: CalendarDate; end: CalendarDate } | null {
  try {
    return last < first ? null : { start: parseDate(first), end: parseDate(last) };
  } catch {
    // Half typed: no range yet.
    return null;
  }
}

const cell =
  "flex size-8 cursor-default items-center justify-center rounded-md text-sm outline-none data-[outside-month]:invisible data-[hovered]:bg-sunken data-[selected]:rounded-none data-[selected]:bg-accent-tint data-[selection-start]:rounded-l-md data-[selection-start]:bg-accent data-[selection-start]:text-accent-ink data-[selection-end]:rounded-r-md data-[selection-end]:bg-accent data-[selection-end]:text-accent-ink data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent";

export function DayRangeCalendar({
  label,
  previous,
  next,
  locale,
  first,
  last,
  onChange,
}: DayRangeCalendarProps) {
  const value = rangeOf(first, last);
  return (
    <I18nProvider locale={locale}>
      <RangeCalendar
        aria-label={label}
        value={value}
        onChange={({ start, end }) => onChange({ first: start.toString(), last: end.toString() })}
        className="numbers mt-3 border-t border-line pt-2"
      >
        <div className="flex items-center justify-between pb-1">
          <Button slot="previous" aria-label={previous} className="button button-quiet px-2">
            <Icon name="left" />
          </Button>
          <Heading className="text-sm font-semibold" />
          <Button slot="next" aria-label={next} className="button button-quiet px-2">
            <Icon name="right" />
          </Button>
        </div>
        <CalendarGrid className="mx-auto border-collapse">
          <CalendarGridHeader>
            {(day) => (
              <CalendarHeaderCell className="h-7 text-xs font-medium text-faint">{day}</CalendarHeaderCell>
            )}
          </CalendarGridHeader>
          <CalendarGridBody>{(date) => <CalendarCell date={date} className={cell} />}</CalendarGridBody>
        </CalendarGrid>
      </RangeCalendar>
    </I18nProvider>
  );
}
