import { meaningOf, type Meaning } from "@/lib/listing/operators";
import type { Ignored, Listing } from "@/lib/listing/spec";
import { meant, vocabularyOf, type Labels, type Operator } from "@/lib/listing/vocabulary";

/** What stands in the search box: parameters of the address, and the words that are left to search for. */
export type Typed = {
  readonly text: string | null;
  /** Without quotation marks the text would be read as something else. */
  readonly verbatim: boolean;
  readonly meanings: readonly Meaning[];
  readonly unknown: readonly Ignored[];
};

/** The text as it must stand in the box to be read as text. */
export const inBox = (text: string, verbatim: boolean): string =>
  verbatim ? `"${text.replaceAll('"', '""')}"` : text;

const token = /(?:[^\s":]+:)?"(?:[^"]|"")*"(?=\s|$)|\S+/g;
const quoted = /^"((?:[^"]|"")*)"$/;
/** The address of a page is no operator. */
const operated = /^(\p{L}[\p{L}\p{M}\d_-]*):(?!\/\/)(.*)$/su;

const unquoted = (text: string) => quoted.exec(text)?.[1]?.replaceAll('""', '"') ?? null;
const isWord = (text: string | undefined): text is string =>
  text !== undefined && unquoted(text) === null && !operated.test(text);

type Language = {
  readonly listing: Pick<Listing, "filters" | "aliases">;
  readonly vocabulary: readonly Operator[];
};
type Found = { readonly meaning: Meaning; readonly taken: number };

/** Values and spans of days may be several words: "last 7 days". */
const mostWords = 3;

/** The shortest run of words, the first given, that an operator understands. */
function findValue(
  { listing }: Language,
  operator: Operator,
  first: string,
  rest: readonly string[],
): Found | null {
  const said = first === "" ? [] : [first];
  for (let taken = 0; taken < mostWords; taken += 1) {
    const meaning = meaningOf(listing.filters, operator, said.join(" "));
    if (meaning) return { meaning, taken };
    const next = rest[taken];
    if (!isWord(next)) return null;
    said.push(next);
  }
  return null;
}

/** Words that name days stand for the list's own days, without an operator. */
function findSpan({ listing, vocabulary }: Language, words: readonly string[]): Found | null {
  const days = vocabulary.find(({ kind }) => kind === "days");
  if (!days) return null;
  for (let taken = mostWords; taken > 0; taken -= 1) {
    const said = words.slice(0, taken);
    const meaning = said.every(isWord) ? meaningOf(listing.filters, days, said.join(" ")) : null;
    if (meaning) return { meaning, taken };
  }
  return null;
}

type Read = { words: string[]; meanings: Meaning[]; unknown: Ignored[] };

type Operated = { readonly name: string; readonly value: string };

function operatedIn(text: string): Operated | null {
  const [, name, written] = operated.exec(text) ?? [];
  return name === undefined || written === undefined ? null : { name, value: unquoted(written) ?? written };
}

/** Reads what an operator says; answers how many tokens that was. */
function takeOperator(language: Language, { name, value }: Operated, rest: readonly string[], read: Read) {
  const operator = meant(language.vocabulary, name);
  const found = operator && findValue(language, operator, value, rest);
  if (found) read.meanings.push(found.meaning);
  else read.unknown.push({ parameter: name, value, reason: operator ? "unknown_value" : "unknown_operator" });
  return 1 + (found?.taken ?? 0);
}

function takeWord(language: Language, tokens: readonly string[], read: Read) {
  const span = findSpan(language, tokens.slice(0, mostWords));
  if (span) read.meanings.push(span.meaning);
  else read.words.push(...tokens.slice(0, 1));
  return span?.taken ?? 1;
}

function takeToken(language: Language, tokens: readonly string[], read: Read): number {
  const [first = "", ...rest] = tokens;
  const literal = unquoted(first);
  if (literal !== null) return read.words.push(literal) && 1;
  const operator = operatedIn(first);
  return operator ? takeOperator(language, operator, rest, read) : takeWord(language, tokens, read);
}

function readTokens(language: Language, text: string): Read {
  const tokens = text.match(token) ?? [];
  const read: Read = { words: [], meanings: [], unknown: [] };
  for (let place = 0; place < tokens.length;) place += takeToken(language, tokens.slice(place), read);
  return read;
}

const isPlain = (language: Language, text: string): boolean => {
  const { meanings, unknown } = readTokens(language, text);
  const literal = (text.match(token) ?? []).some((part) => unquoted(part) !== null);
  return meanings.length === 0 && unknown.length === 0 && !literal;
};

/** Takes the operators out of what was typed: they are the same query as the filters. */
export function understand(listing: Language["listing"], text: string, labels: Labels): Typed {
  const language = { listing, vocabulary: vocabularyOf(listing, labels) };
  if (isPlain(language, text)) return { text, verbatim: false, meanings: [], unknown: [] };
  const { words, meanings, unknown } = readTokens(language, text);
  const left = words.join(" ").trim();
  return {
    text: left === "" ? null : left,
    verbatim: left !== "" && !isPlain(language, left),
    meanings,
    unknown,
  };
}
