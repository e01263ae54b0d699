/** Sentences with a number for each plural form of a language; `#` stands for the number. */
export type PluralForms = { readonly locale: string; readonly forms: Readonly<Record<string, string>> };

const samples = [0, 1, 2, 3, 5, 6, 11, 21, 100];

/** Made on the server from the catalogue, so that the browser needs no message parser. */
export function pluralForms(locale: string, write: (count: number) => string): PluralForms {
  const rules = new Intl.PluralRules(locale);
  const forms: Record<string, string> = {};
  for (const sample of samples) {
    forms[rules.select(sample)] ??= write(sample).replace(String(sample), "#");
  }
  return { locale, forms };
}

export function sayCount({ locale, forms }: PluralForms, count: number): string {
  const form = forms[new Intl.PluralRules(locale).select(count)] ?? forms["other"] ?? "#";
  return form.replace("#", String(count));
}
