import { isUuid } from "@/lib/kernel/uuid";
import { isLocalDay, plusDays } from "@/lib/kernel/zoned-day";
import { currencyOf, endsOf, type Filters } from "@/lib/listing/spec";
import { meant, type Operator } from "@/lib/listing/vocabulary";

type Pair = readonly [string, string];
/** Parameters that a word of the search box stands for, and those that it replaces. */
export type Meaning = { readonly add: readonly Pair[]; readonly replaces: readonly string[] };

const range = /^(.*?)\.\.(.*)$/s;
const decimal = /^\d{1,13}([.,]\d{1,3})?$/;

/** The smallest step of an amount: with it, "more than" is "at least the next one". */
function oneBeside(amount: string, step: 1 | -1): string | null {
  const [whole = "0", part = ""] = amount.replace(",", ".").split(".");
  const thousandths = BigInt(whole + part.padEnd(3, "0")) + BigInt(step);
  if (thousandths < 0n) return null;
  const digits = thousandths.toString().padStart(4, "0");
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`;
}

type Ends<T> = { readonly first: T | null; readonly last: T | null };
/** What may stand at an end, and the next one beside it. */
type Scale = {
  readonly isEnd: (text: string) => boolean;
  readonly beside: (end: string, step: 1 | -1) => string | null;
};

/** `5..10`, `5..` and `..10`. */
function betweenDots(written: RegExpExecArray, { isEnd }: Scale): Ends<string> | null {
  const [first = null, last = null] = written.slice(1).map((end) => (end === "" ? null : end));
  const fits = [first, last].every((end) => end === null || isEnd(end));
  return fits && (first ?? last) !== null ? { first, last } : null;
}

const signs: readonly (readonly [string, { readonly step: 1 | -1 | 0; readonly side: "first" | "last" }])[] =
  [
    [">=", { step: 0, side: "first" }],
    ["<=", { step: 0, side: "last" }],
    [">", { step: 1, side: "first" }],
    ["<", { step: -1, side: "last" }],
  ];

/** `5`, `=5`, `>5`, `>=5`, `<5` and `<=5`. */
function besideSign(value: string, { isEnd, beside }: Scale): Ends<string> | null {
  const [sign, kind] = signs.find(([start]) => value.startsWith(start)) ?? ["", null];
  const end = kind ? value.slice(sign.length) : value.replace(/^=/, "");
  if (!isEnd(end)) return null;
  if (kind === null) return { first: end, last: end };
  const edge = kind.step === 0 ? end : beside(end, kind.step);
  return edge === null ? null : { first: null, last: null, [kind.side]: edge };
}

/** The two ends that a value names; null when it names none. */
function endsIn(value: string, scale: Scale): Ends<string> | null {
  const dots = range.exec(value);
  return dots ? betweenDots(dots, scale) : besideSign(value, scale);
}

const pairsOf = (names: Ends<string>, ends: Ends<string>): Pair[] => [
  ...(names.first !== null && ends.first !== null ? [[names.first, ends.first] as const] : []),
  ...(names.last !== null && ends.last !== null ? [[names.last, ends.last] as const] : []),
];

function daysMeant(filters: Filters, { filter, values }: Operator, value: string): Meaning | null {
  const { from, to } = endsOf(filters, filter);
  const replaces = [filter, from, to];
  const preset = meant(values, value);
  if (preset) return { add: [preset.means], replaces };
  const ends = endsIn(value, { isEnd: isLocalDay, beside: plusDays });
  return ends && { add: pairsOf({ first: from, last: to }, ends), replaces };
}

const withCurrency = /^(.*\d)\s?([a-z]{3})$/is;

function amountMeant(currency: string, { filter }: Operator, value: string): Meaning | null {
  const [, figures = value, code] = withCurrency.exec(value) ?? [];
  const ends = endsIn(figures, { isEnd: (text) => decimal.test(text), beside: oneBeside });
  if (ends === null) return null;
  const names = { first: `${filter}-min`, last: `${filter}-max` };
  const add = pairsOf(names, ends);
  return {
    add: code === undefined ? add : [...add, [currency, code.toUpperCase()]],
    replaces: [...add.map(([name]) => name), ...(code === undefined ? [] : [currency])],
  };
}

/** Several values stand side by side with commas between; all of them must be known. */
function setMeant({ kind, filter, values }: Operator, value: string): Meaning | null {
  const whole = meant(values, value);
  const pieces = whole ? [value] : value.split(",");
  const add: Pair[] = [];
  for (const piece of pieces) {
    const known = meant(values, piece);
    if (known) add.push(known.means);
    else if (kind === "reference" && isUuid(piece.toLowerCase())) add.push([filter, piece]);
    else return null;
  }
  return { add, replaces: [] };
}

const single = (name: string, value: string): Meaning => ({ add: [[name, value]], replaces: [name] });

/** What a value means behind an operator; null when it means nothing there. */
export function meaningOf(filters: Filters, operator: Operator, value: string): Meaning | null {
  if (value.trim() === "") return null;
  switch (operator.kind) {
    case "choice":
    case "reference":
      return setMeant(operator, value);
    case "days":
      return daysMeant(filters, operator, value);
    case "amount":
      return amountMeant(currencyOf(filters, operator.filter), operator, value);
    case "text":
      return single(operator.filter, value);
    case "part":
      return single(operator.filter, meant(operator.values, value)?.means[1] ?? value);
  }
}
