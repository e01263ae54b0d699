import { meant, plainWord, type Operator } from "@/lib/listing/vocabulary";

/** What the box may offer: the words that completion writes, with what they are called. */
export type Offer = {
  readonly word: string;
  readonly label: string;
  readonly isDays: boolean;
  /** Word and label of each value; an amount has signs instead. */
  readonly values: readonly (readonly [string, string])[];
  /** A value goes on behind what is offered. */
  readonly isOpen: boolean;
};

type Suggestion = { readonly insert: string; readonly word: string; readonly label: string };
export type Completion = {
  /** Where the word that is completed begins. */
  readonly start: number;
  readonly suggestions: readonly Suggestion[];
};

type Signs = readonly (readonly [string, string])[];

export const offersOf = (vocabulary: readonly Operator[], signs: Signs): readonly Offer[] =>
  vocabulary
    .filter(({ offered }) => offered)
    .map(({ word, label, kind, values }) => ({
      word,
      label: label ?? word,
      isDays: kind === "days",
      isOpen: kind === "amount",
      values:
        kind === "amount"
          ? signs
          : values
              .filter(({ offered }) => offered)
              .map((value) => [value.word, value.label ?? value.word] as const),
    }));

const most = 8;

const half = /(?:[^\s":]+:)?(?:"[^"]*|[^\s"]*)$/;

const inQuotes = (word: string) => (/[\s",]/.test(word) ? `"${word.replaceAll('"', '""')}"` : word);

type Named = { readonly word: string; readonly label: string };

/** How well a word fits what is typed: 0 begins with it, 1 has a word that does, 2 not at all. */
function rank({ word, label }: Named, typed: string): number {
  const begins = [word, label].some((text) => plainWord(text).startsWith(typed));
  if (begins) return 0;
  const within = [word, label].some((text) =>
    text.split(/[\s_-]/).some((part) => plainWord(part).startsWith(typed)),
  );
  return within ? 1 : 2;
}

const best = <N extends Named>(all: readonly N[], typed: string): N[] =>
  [0, 1].flatMap((wanted) => all.filter((one) => rank(one, typed) === wanted));

const valuesOf = (offer: Offer, before: string): Suggestion[] =>
  offer.values.map(([word, label]) => ({
    word,
    label,
    insert: `${offer.word}:${before}${offer.isOpen ? word : `${inQuotes(word)} `}`,
  }));

/** Behind the colon: the values, each beside those that are already there. */
function completeValue(offer: Offer, written: string): Suggestion[] {
  const before = offer.isDays ? "" : written.replace(/[^,]*$/, "");
  const typed = plainWord(written.slice(before.length).replace(/^"/, ""));
  const values = valuesOf(offer, before);
  return offer.isOpen ? values.filter(() => typed === "") : best(values, typed);
}

function completeWord(offers: readonly Offer[], typed: string): Suggestion[] {
  const operators = offers.map(({ word, label }) => ({ word: `${word}:`, label, insert: `${word}:` }));
  if (typed.length < 2) return best(operators, typed);
  const values = offers
    .filter(({ isOpen }) => !isOpen)
    .flatMap((offer) => valuesOf(offer, "").map((value) => ({ ...value, offer })));
  const fitting = best(values, typed).map(({ offer, insert, word, label }) => ({
    insert,
    word: `${offer.word}:${word}`,
    label,
  }));
  return [...best(operators, typed), ...fitting];
}

/** What may stand at the end of what is typed. */
export function complete(offers: readonly Offer[], text: string): Completion {
  const start = half.exec(text)?.index ?? text.length;
  const written = text.slice(start);
  const colon = written.indexOf(":");
  const offer = colon > 0 ? meant(offers, written.slice(0, colon)) : null;
  if (colon > 0)
    return { start, suggestions: offer ? completeValue(offer, written.slice(colon + 1)).slice(0, most) : [] };
  return {
    start,
    suggestions: written.startsWith('"') ? [] : completeWord(offers, plainWord(written)).slice(0, most),
  };
}
