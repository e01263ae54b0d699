export const locales = ["en", "nl", "de", "fi", "pl"] as const;
export type Locale = (typeof locales)[number];

export const isLocale = (text: unknown): text is Locale => (locales as readonly unknown[]).includes(text);

const weightOf = (parameters: string | undefined): number => {
  const weight = Number(/q=([\d.]+)/.exec(parameters ?? "")?.[1] ?? 1);
  return Number.isNaN(weight) ? 0 : weight;
};

/** The best of our languages for an Accept-Language head; English when none fits. */
export function guessLocale(acceptLanguage: string | null): Locale {
  const wishes = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag, parameters] = part.trim().split(";");
      return { language: (tag ?? "").toLowerCase().split("-")[0], weight: weightOf(parameters) };
    })
    .sort((one, other) => other.weight - one.weight);
  for (const { language } of wishes) if (isLocale(language)) return language;
  return "en";
}

const languages: Readonly<Record<string, Locale>> = {
  ...{ NL: "nl", BE: "nl", DE: "de", AT: "de", CH: "de", FI: "fi", PL: "pl" },
};

/** What most people of a country read, as far as we write it. */
export const localeOfCountry = (country: string): Locale => languages[country] ?? "en";
