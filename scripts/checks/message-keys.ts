import type { Listing } from "@/lib/listing/spec";
import type { Catalogue } from "@/scripts/checks/catalogues";
import type { MessageUse, UnreadableUse } from "@/scripts/checks/message-uses";

type DerivedKeys = Pick<Listing, "name" | "filters"> & {
  readonly columns: readonly { readonly key: string; readonly kind: string; readonly note?: string }[];
};

/** Keys that a listing's declaration asks for; `*` where the words are not declared. */
function keysOfListing({ name, columns, filters }: DerivedKeys): readonly string[] {
  const words = (key: string): readonly string[] => {
    const filter = filters[key];
    return filter?.kind === "choice" ? filter.values : ["*"];
  };
  const coded = columns.filter(({ kind }) => kind === "status" || kind === "coded").map(({ key }) => key);
  const chosen = Object.keys(filters).filter((key) => filters[key]?.kind === "choice");
  const notes = columns.flatMap(({ note }) => note ?? []);
  const worded = [...new Set([...coded, ...notes, ...chosen])];
  return [
    `${name}.title`,
    ...columns.map(({ key }) => `${name}.columns.${key}`),
    ...Object.keys(filters).map((key) => `${name}.filters.${key}`),
    ...worded.flatMap((key) => words(key).map((word) => `${name}.values.${key}.${word}`)),
  ];
}

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
const matcher = (pattern: string) => new RegExp(`^${pattern.split("*").map(escaped).join(".+")}$`);

/** A pattern such as `*` or `payments.*` in the root would call every text used. */
const saysSomething = (pattern: string) => pattern.replaceAll(/[*.]/g, "") !== "";

const derivedFolder = /^([^.]+)\.(columns|filters|values)\./;

/** Texts that the code asks for and the catalogue lacks, and texts that nobody asks for. */
export function messageKeyProblems(
  catalogue: Catalogue,
  uses: readonly (MessageUse | UnreadableUse)[],
  listings: readonly DerivedKeys[],
): readonly string[] {
  const names = new Set(listings.map(({ name }) => name));
  const isDerived = (key: string) => names.has(derivedFolder.exec(key)?.[1] ?? "");
  const derived = listings
    .flatMap(keysOfListing)
    .map((pattern) => ({ place: "lib/features (listing.ts)", pattern }));
  const readable = uses.filter((use): use is MessageUse => "pattern" in use);
  const keys = [...catalogue.keys()];
  const problems = uses
    .filter((use) => "unreadable" in use || !saysSomething(use.pattern))
    .map(
      ({ place }) =>
        `${place}: the key of this text cannot be read. Write it as a literal or as a template with a fixed beginning.`,
    );

  const used = new Set<string>();
  for (const { place, pattern } of [...derived, ...readable.filter((use) => saysSomething(use.pattern))]) {
    const expression = matcher(pattern);
    const matches = keys.filter((key) => expression.test(key));
    if (matches.length === 0) problems.push(`${place}: no text in locales/en.json for ${pattern}.`);
    const isGeneric = pattern.startsWith("*");
    matches.filter((key) => !(isGeneric && isDerived(key))).forEach((key) => used.add(key));
  }
  const unused = keys.filter((key) => !used.has(key)).map((key) => `locales/en.json: nobody uses ${key}.`);
  return [...new Set([...problems, ...unused])];
}
