import { currencyOf, endsOf, presetsOf } from "@/lib/listing/spec";
import type { Filter, Filters, Listing } from "@/lib/listing/spec";

/** What the reader's language calls filters, values and spans of days. English names are known without it. */
export type Labels = {
  readonly filters: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly presets: Readonly<Record<string, string>>;
  readonly currency: string | null;
};

export const noLabels: Labels = { filters: {}, values: {}, presets: {}, currency: null };

type Words = Readonly<Record<string, string>>;
/** What the catalogue and the database say: texts of the list, texts of all lists, names of what is referred to. */
type LabelSources = {
  readonly filters?: Words;
  readonly values?: Readonly<Record<string, Words>>;
  readonly presets: Words;
  readonly currency: string;
  readonly options: Readonly<Record<string, readonly { readonly id: string; readonly label: string }[]>>;
};

export function labelsFrom({ filters, values, presets, currency, options }: LabelSources): Labels {
  const names = Object.entries(options).map(
    ([name, all]) => [name, Object.fromEntries(all.map(({ id, label }) => [id, label]))] as const,
  );
  return { filters: filters ?? {}, values: { ...values, ...Object.fromEntries(names) }, presets, currency };
}

type ValueWord = {
  readonly word: string;
  readonly label: string | null;
  /** Parameter and value of the address. */
  readonly means: readonly [string, string];
  /** Whether completion writes this word; another word for the same is only understood. */
  readonly offered: boolean;
};

/** A word that stands before the colon in the search box. */
export type Operator = {
  readonly word: string;
  readonly label: string | null;
  /** `part` is one parameter of a filter that has several. */
  readonly kind: Filter["kind"] | "part";
  /** Name of the filter, or the parameter of a part. */
  readonly filter: string;
  readonly values: readonly ValueWord[];
  readonly offered: boolean;
};

type Vocabularied = Pick<Listing, "filters" | "aliases">;

const worded = (name: string, value: string, label: string | undefined, word = value): ValueWord => ({
  word,
  label: label ?? null,
  means: [name, value],
  offered: true,
});

function valuesOf(name: string, filter: Filter, labels: Labels): ValueWord[] {
  const said = labels.values[name] ?? {};
  switch (filter.kind) {
    case "choice":
      return filter.values.map((value) => worded(name, value, said[value]));
    case "reference":
      return Object.entries(said).map(([id, label]) => worded(name, id, undefined, label));
    case "days":
      return presetsOf(filter).map((preset) =>
        worded(name, preset, labels.presets[preset], preset.replaceAll("_", "-")),
      );
    case "amount":
    case "text":
      return [];
  }
}

/** Another word leads to a value: it stands with the word's own values, and before the bare code of the same. */
function withAliases(
  name: string,
  own: readonly ValueWord[],
  { aliases = {} }: Vocabularied,
  labels: Labels,
) {
  const more = Object.entries(aliases).flatMap(([alias, target]) => {
    const [operator, word] = alias.split(":");
    const [filter, value] = target.split(":");
    if (operator !== name || word === undefined || filter === undefined || value === undefined) return [];
    return [worded(filter, value, labels.values[filter]?.[value], word)];
  });
  const covered = new Set(more.map(({ means }) => means.join(":")));
  return [...own.map((value) => ({ ...value, offered: !covered.has(value.means.join(":")) })), ...more];
}

const part = (word: string, values: readonly ValueWord[] = [], label: string | null = null): Operator => ({
  word,
  label,
  kind: "part",
  filter: word,
  values,
  offered: values.length > 0,
});

/** Parameters of a filter beside the one of its name. */
function partsOf(filters: Filters, name: string, filter: Filter, labels: Labels): Operator[] {
  if (filter.kind === "days") {
    const { from, to } = endsOf(filters, name);
    return [part(from), part(to)];
  }
  if (filter.kind !== "amount") return [];
  const currency = currencyOf(filters, name);
  const codes = filter.currencies.map((code) => worded(currency, code, undefined));
  return [part(currency, codes, labels.currency), part(`${name}-min`), part(`${name}-max`)];
}

/** Every word that the search box of a list understands. */
export function vocabularyOf(listing: Vocabularied, labels: Labels): readonly Operator[] {
  const { filters, aliases = {} } = listing;
  const named = Object.entries(filters).map(([name, filter]): Operator => ({
    word: name,
    label: labels.filters[name] ?? null,
    kind: filter.kind,
    filter: name,
    values: withAliases(name, valuesOf(name, filter, labels), listing, labels),
    offered: true,
  }));
  const parts = Object.entries(filters).flatMap(([name, filter]) => partsOf(filters, name, filter, labels));
  const renamed = Object.entries(aliases).flatMap(([word, target]) => {
    const operator = named.find((one) => one.word === target);
    return operator && !word.includes(":") ? [{ ...operator, word, label: null, offered: false }] : [];
  });
  return [...named, ...parts, ...renamed];
}

/** Words are the same whatever their case, spaces, hyphens and underscores. */
export const plainWord = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]+/g, "");

const isWord = (typed: string, { word, label }: { readonly word: string; readonly label: string | null }) =>
  plainWord(word) === typed || (label !== null && plainWord(label) === typed);

/** The one that is meant by a typed word: names come before labels. */
export function meant<W extends { readonly word: string; readonly label: string | null }>(
  words: readonly W[],
  text: string,
): W | null {
  const typed = plainWord(text);
  return (
    words.find(({ word }) => plainWord(word) === typed) ?? words.find((one) => isWord(typed, one)) ?? null
  );
}
