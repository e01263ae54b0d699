import { isLocale, type Locale } from "@/lib/kernel/locale";
import type messages from "@/locales/en.json";

type Catalogue = typeof messages;

export const mailLocale = (wished: string | null): Locale => (isLocale(wished) ? wished : "en");

const known = new Map<Locale, Catalogue>();

/** The texts of a language, for what is written where no screen is. */
export async function catalogueOf(locale: Locale): Promise<Catalogue> {
  const catalogue =
    known.get(locale) ?? ((await import(`@/locales/${locale}.json`)) as { default: Catalogue }).default;
  known.set(locale, catalogue);
  return catalogue;
}

/** Puts values in the place of `{names}`. */
const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? "");

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

export const escapedHtml = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);

type Translate = (key: string, values?: Readonly<Record<string, string>>) => string;

/** Texts of one part of a catalogue by their keys, as on screens: `t("first.subject", { website })`. */
export function createTranslator(namespace: keyof Catalogue, catalogue: Catalogue): Translate {
  return (key, values = {}) => {
    const found = key
      .split(".")
      .reduce<unknown>((part, step) => (part as Record<string, unknown>)[step], catalogue[namespace]);
    if (typeof found !== "string") throw new Error(`${namespace}.${key} is no text`);
    return filled(found, values);
  };
}
