import { getMessages } from "next-intl/server";
import { known } from "@/lib/kernel/known";
import type { CsvWords } from "@/lib/listing/csv";

type Section = {
  readonly columns: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** Heads and words of a listing's file in the reader's language. A part of a column is named behind it. */
export async function csvWords(listing: string): Promise<CsvWords> {
  const messages = (await getMessages()) as unknown as Readonly<Record<string, Section>> & {
    readonly csv: { readonly parts: Readonly<Record<string, string>> };
  };
  const section = messages[listing];
  return {
    head: (key, part) => {
      const column = section?.columns[key] ?? key;
      return part === "value" || part === "word" ? column : `${column} (${messages.csv.parts[part] ?? part})`;
    },
    word: (key, code) => known(section?.values?.[key], code) ?? code,
  };
}
