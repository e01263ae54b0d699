import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";

export const locales = ["en", "nl", "de", "fi", "pl"] as const;
type Locale = (typeof locales)[number];

/** Messages by their full key: `payments.columns.amount`. */
export type Catalogue = ReadonlyMap<string, string>;
export type Catalogues = Readonly<Record<Locale, Catalogue>>;

/** @throws when a leaf is not text. */
export function flatten(tree: unknown, prefix = ""): Catalogue {
  if (typeof tree === "string") return new Map([[prefix, tree]]);
  if (typeof tree !== "object" || tree === null) throw new Error(`${prefix} is not a text`);
  const below = prefix === "" ? "" : `${prefix}.`;
  return new Map(Object.entries(tree).flatMap(([key, value]) => [...flatten(value, below + key)]));
}

type Shape = { readonly argumentNames: ReadonlySet<string>; readonly problems: readonly string[] };

function pluralProblem(element: MessageFormatElement, locale: Locale): readonly string[] {
  if (element.type !== TYPE.plural) return [];
  const type = element.pluralType ?? "cardinal";
  const needed = new Intl.PluralRules(locale, { type }).resolvedOptions().pluralCategories;
  const missing = needed.filter((form) => !Object.hasOwn(element.options, form));
  return missing.length === 0 ? [] : [`lacks the plural form ${missing.join(", ")} of {${element.value}}`];
}

function wordsOf(element: MessageFormatElement): readonly string[] {
  if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
  if (element.type === TYPE.select)
    return [`{${element.value}: ${Object.keys(element.options).sort().join(" ")}}`];
  return [element.type === TYPE.tag ? `<${element.value}>` : `{${element.value}}`];
}

function childrenOf(element: MessageFormatElement): readonly MessageFormatElement[] {
  if (element.type === TYPE.tag) return element.children;
  if (element.type !== TYPE.plural && element.type !== TYPE.select) return [];
  return Object.values(element.options).flatMap(({ value }) => value);
}

function shapeOf(message: string, locale: Locale): Shape {
  const argumentNames = new Set<string>();
  const problems: string[] = [];
  const visit = (element: MessageFormatElement): void => {
    wordsOf(element).forEach((name) => argumentNames.add(name));
    problems.push(...pluralProblem(element, locale));
    childrenOf(element).forEach(visit);
  };
  try {
    parse(message).forEach(visit);
  } catch (error) {
    problems.push(`is not a message: ${error instanceof Error ? error.message : "unreadable"}`);
  }
  return { argumentNames, problems };
}

const listed = (names: ReadonlySet<string>) => [...names].sort().join(" ") || "none";

function messageProblems(message: string, locale: Locale, english: string): readonly string[] {
  if (message.trim() === "") return ["is empty"];
  const shape = shapeOf(message, locale);
  const wanted = listed(shapeOf(english, "en").argumentNames);
  const found = listed(shape.argumentNames);
  return found === wanted ? shape.problems : [...shape.problems, `takes ${found}, but in English ${wanted}`];
}

function localeProblems(locale: Locale, { [locale]: catalogue, en }: Catalogues): readonly string[] {
  const missing = [...en.keys()].filter((key) => !catalogue.has(key)).map((key) => `lacks ${key}`);
  const stray = [...catalogue.keys()]
    .filter((key) => !en.has(key))
    .map((key) => `has ${key}, English has not`);
  const wrong = [...catalogue].flatMap(([key, message]) =>
    messageProblems(message, locale, en.get(key) ?? message).map((problem) => `${key} ${problem}`),
  );
  return [...missing, ...stray, ...wrong].map((problem) => `locales/${locale}.json: ${problem}.`);
}

/** Every catalogue has the keys of the English one, with the same arguments, and every plural its language needs. */
export const catalogueProblems = (catalogues: Catalogues): readonly string[] =>
  locales.flatMap((locale) => localeProblems(locale, catalogues));
