import { isLocale, type Locale } from "@/lib/kernel/locale";
import type messages from "@/locales/en.json";

export type Catalogue = typeof messages;

export const mailLocale = (wished: string | null): Locale => (isLocale(wished) ? wished : "en");

/** The texts of a language, for what is written where no screen is. */
export async function catalogueOf(locale: Locale): Promise<Catalogue> {
  return ((await import(`@/locales/${locale}.json`)) as { default: Catalogue }).default;
}

/** Puts values in the place of `{names}`. */
export const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? "");

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

export const escapedHtml = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
