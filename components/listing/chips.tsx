import { getTranslations } from "next-intl/server";
import {
  filtersOn,
  withoutFilter,
  wordsOf,
  type FilterOn,
  type ListingView,
  type Translator,
} from "@/components/listing/view";
import { Icon } from "@/components/ui/icon";

type Saying<K extends FilterOn["kind"]> = { readonly view: ListingView; readonly on: FilterOn & { kind: K } };

function saySet(t: Translator<"listing">, { view, on }: Saying<"choice" | "reference">) {
  const words = new Map(wordsOf(view, on.name).map(({ id, label }) => [id, label]));
  const list = new Intl.ListFormat(view.locale, { type: "disjunction" });
  return t("chips.is", {
    label: view.texts.filters[on.name] ?? on.name,
    values: list.format(on.value.map((id) => words.get(id) ?? id)),
  });
}

function sayDays(t: Translator<"listing">, { view: { texts, format }, on }: Saying<"days">) {
  const label = texts.filters[on.name] ?? on.name;
  const { preset, first, last } = on.value;
  if (preset !== null) return t("chips.preset", { label, preset: t(`presets.${preset}`) });
  if (first === null) return t("chips.until", { label, day: format.day(last ?? "") });
  if (last === null) return t("chips.since", { label, day: format.day(first) });
  return t("chips.between", { label, first: format.day(first), last: format.day(last) });
}

/** Amounts have thousandths at most, so "from 100.001 on" is said as "more than 100". */
const sayLeast = (min: string) =>
  /\.\d\d1$/.test(min)
    ? (["chips.moreThan", Number(min.slice(0, -1)).toString()] as const)
    : (["chips.atLeast", min] as const);
const sayMost = (max: string) =>
  /\.\d\d9$/.test(max)
    ? (["chips.lessThan", (Math.round(Number(max) * 100) / 100).toString()] as const)
    : (["chips.atMost", max] as const);

function sayEdge(
  t: Translator<"listing">,
  [key, amount]: ReturnType<typeof sayLeast> | ReturnType<typeof sayMost>,
  said: { readonly label: string; readonly currency: string },
) {
  return t(key, { ...said, min: amount, max: amount });
}

function sayAmount(t: Translator<"listing">, { view: { texts }, on }: Saying<"amount">) {
  const label = texts.filters[on.name] ?? on.name;
  const { min, max } = on.value;
  const currency = on.value.currency ?? "";
  if (min !== null && max !== null) return t("chips.range", { label, min, max, currency });
  if (min !== null) return sayEdge(t, sayLeast(min), { label, currency });
  if (max !== null) return sayEdge(t, sayMost(max), { label, currency });
  return t("chips.currency", { label, currency });
}

function sayText(t: Translator<"listing">, { view: { listing, texts }, on }: Saying<"text">) {
  const label = texts.filters[on.name] ?? on.name;
  const filter = listing.filters[on.name];
  return filter?.kind === "text" && filter.whole
    ? t("chips.is", { label, values: on.value })
    : t("chips.contains", { label, text: on.value });
}

/** A filter that is on, as a sentence. */
export function sayFilter(t: Translator<"listing">, view: ListingView, on: FilterOn): string {
  switch (on.kind) {
    case "choice":
    case "reference":
      return saySet(t, { view, on });
    case "days":
      return sayDays(t, { view, on });
    case "amount":
      return sayAmount(t, { view, on });
    case "text":
      return sayText(t, { view, on });
  }
}

function Chip({ text, href, clear }: { text: string; href: string; clear: string }) {
  return (
    <li className="flex h-7 max-w-full items-center rounded-full border border-line bg-paper pl-3 text-xs">
      <span className="truncate">{text}</span>
      <a
        href={href}
        aria-label={`${clear}: ${text}`}
        title={clear}
        className="flex h-7 w-7 items-center justify-center text-soft hover:text-ink"
      >
        <Icon name="close" className="size-3" />
      </a>
    </li>
  );
}

export async function Chips({ view }: { view: ListingView }) {
  const t = await getTranslations("listing");
  const { query, href } = view;
  const on = filtersOn(view);
  if (on.length === 0 && query.search === null) return null;
  return (
    <ul className="mb-3 flex flex-wrap items-center gap-1.5" aria-label={t("chips.title")}>
      {query.search !== null && (
        <Chip
          text={t("chips.search", { text: query.search })}
          href={href({ search: null })}
          clear={t("clear")}
        />
      )}
      {on.map((filter) => (
        <Chip
          key={filter.name}
          text={sayFilter(t, view, filter)}
          href={href({ filters: withoutFilter(query, filter.name) })}
          clear={t("clear")}
        />
      ))}
      <li>
        <a href={href({ search: null, filters: {} })} className="px-2 text-xs font-medium text-accent">
          {t("clearAll")}
        </a>
      </li>
    </ul>
  );
}
