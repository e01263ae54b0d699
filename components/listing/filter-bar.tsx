import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { DaysFields } from "@/components/listing/days-fields";
import { filtersOn, wordsOf, type FilterOn, type ListingView } from "@/components/listing/view";
import { SearchBox } from "@/components/listing/search-box";
import { Icon } from "@/components/ui/icon";
import { regions } from "@/lib/listing/cells";
import { offersOf } from "@/lib/listing/complete";
import { inBox } from "@/lib/listing/search-box";
import {
  currencyOf,
  endsOf,
  presetsOf,
  type AmountFilter,
  type DaysFilter,
  type Filter,
  type FilterValue,
} from "@/lib/listing/spec";
import { vocabularyOf } from "@/lib/listing/vocabulary";

type PanelProps = {
  readonly label: string;
  readonly on: string | null;
  readonly apply: string;
  readonly children: ReactNode;
};

/** A native disclosure: it opens without script, and only one of a group stays open. */
function Panel({ label, on, apply, children }: PanelProps) {
  return (
    <details name="filters" className="group sm:relative">
      <summary className={`button group-open:bg-sunken ${on === null ? "" : "border-accent text-accent"}`}>
        {label}
        {on !== null && <span className="rounded-full bg-accent px-1.5 text-xs text-accent-ink">{on}</span>}
        <Icon name="down" className="size-3.5 text-faint" />
      </summary>
      <div className="floating absolute z-30 mt-1 p-3 max-sm:inset-x-3 sm:min-w-60">
        {children}
        <button type="submit" className="button button-primary mt-3 w-full">
          {apply}
        </button>
      </div>
    </details>
  );
}

function SetFields({ view, name, chosen }: { view: ListingView; name: string; chosen: readonly string[] }) {
  return (
    <fieldset className="max-h-80 overflow-y-auto">
      <legend className="sr-only">{view.texts.filters[name]}</legend>
      {wordsOf(view, name).map(({ id, label }) => (
        <label key={id} className="flex items-center gap-2.5 rounded-md px-2 py-1.5 text-sm hover:bg-sunken">
          <input type="checkbox" name={name} value={id} defaultChecked={chosen.includes(id)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

/** What could be a full card number, as far as a pattern can tell: the browser does not send it even without script. */
const noCardNumber = "(?!\\s*[2-6]([\\s\\-]*\\d){12,18}[\\s\\-]*$).*";

const noAmount: FilterValue["amount"] = { currency: null, min: null, max: null };
const noDays: FilterValue["days"] = { preset: null, first: null, last: null, from: null, until: null };

type PartProps<F, V> = { view: ListingView; name: string; filter: F; value: V };

async function AmountFields({ view, name, filter, value }: PartProps<AmountFilter, FilterValue["amount"]>) {
  const t = await getTranslations("listing");
  const box = { inputMode: "decimal", autoComplete: "off", className: "field numbers text-right" } as const;
  return (
    <div className="grid grid-cols-2 gap-2">
      <label className="col-span-2">
        <span className="label">{t("currency")}</span>
        <select
          name={currencyOf(view.listing.filters, name)}
          defaultValue={value.currency ?? ""}
          className="field"
        >
          <option value="">{t("anyCurrency")}</option>
          {filter.currencies.map((code) => (
            <option key={code}>{code}</option>
          ))}
        </select>
      </label>
      <label>
        <span className="label">{t("atLeast")}</span>
        <input name={`${name}-min`} defaultValue={value.min ?? ""} {...box} />
      </label>
      <label>
        <span className="label">{t("atMost")}</span>
        <input name={`${name}-max`} defaultValue={value.max ?? ""} {...box} />
      </label>
    </div>
  );
}

async function DaysPart({ view, name, filter, value }: PartProps<DaysFilter, FilterValue["days"]>) {
  const t = await getTranslations("listing");
  const { preset } = value;
  const own = preset === null ? value : noDays;
  const [first, last] = [own.first ?? "", own.last ?? ""];
  return (
    <DaysFields
      key={`${preset ?? ""} ${first} ${last}`}
      name={name}
      ends={endsOf(view.listing.filters, name)}
      locale={regions[view.locale]}
      preset={preset}
      first={first}
      last={last}
      presets={presetsOf(filter).map((id) => ({ id, label: t(`presets.${id}`) }))}
      texts={{
        legend: view.texts.filters[name] ?? name,
        own: t("days.own"),
        from: t("days.from"),
        to: t("days.to"),
        shape: t("days.shape"),
        calendar: t("days.calendar"),
        zone: filter.dates ? null : t("days.zone", { zone: view.query.timezone }),
        previous: t("days.previousMonth"),
        next: t("days.nextMonth"),
      }}
    />
  );
}

async function TextField({ view, name, value }: Omit<PartProps<never, string>, "filter">) {
  const t = await getTranslations("listing");
  return (
    <label>
      <span className="label">{t("contains", { label: view.texts.filters[name] ?? name })}</span>
      <input
        name={name}
        defaultValue={value}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        className="field"
        pattern={noCardNumber}
        title={t("noCardNumber")}
      />
    </label>
  );
}

type FieldsProps = { view: ListingView; name: string; filter: Filter; on: FilterOn | undefined };

function Fields({ view, name, filter, on }: FieldsProps) {
  const value: unknown = on?.value;
  switch (filter.kind) {
    case "choice":
    case "reference":
      return <SetFields view={view} name={name} chosen={(value ?? []) as readonly string[]} />;
    case "amount":
      return (
        <AmountFields
          view={view}
          name={name}
          filter={filter}
          value={(value ?? noAmount) as FilterValue["amount"]}
        />
      );
    case "days":
      return (
        <DaysPart view={view} name={name} filter={filter} value={(value ?? noDays) as FilterValue["days"]} />
      );
    case "text":
      return <TextField view={view} name={name} value={(value ?? "") as string} />;
  }
}

function markOf(on: FilterOn | undefined): string | null {
  if (on === undefined) return null;
  return on.kind === "choice" || on.kind === "reference" ? String(on.value.length) : "1";
}

/** The words of the box, in the reader's language, are written into the page: the box needs no request for them. */
async function SearchField({ view }: { view: ListingView }) {
  const [t, say] = await Promise.all([getTranslations("listing"), getTranslations()]);
  const { search, verbatim } = view.query;
  const signs = [">", "<"] as const;
  return (
    <SearchBox
      label={say(`${view.name as "payments"}.search`)}
      typed={search === null ? "" : inBox(search, verbatim)}
      offers={offersOf(
        vocabularyOf(view.listing, view.labels),
        signs.map((sign) => [sign, t(sign === ">" ? "suggest.more" : "suggest.less")] as const),
      )}
      suggestions={t("suggest.title")}
      refused={{ pattern: noCardNumber, title: t("noCardNumber") }}
    />
  );
}

/** A GET form: it works as plain HTML, and the frame around it makes it soft. */
export async function FilterBar({ view }: { view: ListingView }) {
  const t = await getTranslations("listing");
  const { listing, texts } = view;

  const on = new Map(filtersOn(view).map((filter) => [filter.name, filter]));
  const kept = new URL(view.href({ search: null, filters: {} }), "http://form").searchParams;
  return (
    <form
      action={`/${view.name}`}
      method="get"
      role="search"
      className="relative mb-3 flex flex-wrap items-start gap-2"
    >
      {listing.searchable && <SearchField view={view} />}
      <div className="flex flex-wrap gap-2 sm:[&>:nth-last-child(-n+2)>div]:right-0" data-key="filters">
        {Object.entries(listing.filters).map(([name, filter]) => (
          <Panel key={name} label={texts.filters[name] ?? name} on={markOf(on.get(name))} apply={t("apply")}>
            <Fields view={view} name={name} filter={filter} on={on.get(name)} />
          </Panel>
        ))}
      </div>
      {[...kept].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </form>
  );
}
