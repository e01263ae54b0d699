import { getTranslations } from "next-intl/server";
import { DaysFields } from "@/components/listing/days-fields";
import { wordsOf, type FilterOn, type ListingView } from "@/components/listing/view";
import { regions } from "@/lib/listing/cells";
import {
  currencyOf,
  endsOf,
  presetsOf,
  type AmountFilter,
  type DaysFilter,
  type Filter,
  type FilterValue,
  type TextFilter,
} from "@/lib/listing/spec";

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
export const noCardNumber = "(?!\\s*[2-6]([\\s\\-]*\\d){12,18}[\\s\\-]*$).*";

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

async function TextField({ view, name, filter, value }: PartProps<TextFilter, string>) {
  const t = await getTranslations("listing");
  const label = view.texts.filters[name] ?? name;
  return (
    <label>
      <span className="label">{filter.whole ? label : t("contains", { label })}</span>
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

export function Fields({ view, name, filter, on }: FieldsProps) {
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
      return <TextField view={view} name={name} filter={filter} value={(value ?? "") as string} />;
  }
}
