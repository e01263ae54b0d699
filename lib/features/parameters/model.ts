import { fromMajor } from "@/lib/kernel/money";
import { isLocalDay } from "@/lib/kernel/zoned-day";

/** As Buckaroo's calls carry them (domain.md 2.1). */
export type Parameter = {
  readonly name: string;
  readonly groupType: string | null;
  readonly groupId: string | null;
  readonly value: string;
};

type Kind = "text" | "amount" | "day" | "whole" | "flag" | "email" | "choice" | "key";

/** What an action knows of a parameter. Names it does not know are kept and not judged. */
export type Field = {
  readonly name: string;
  readonly group?: string;
  readonly kind: Kind;
  readonly isRequired?: true;
  readonly least?: number;
  /** The longest text, the greatest number. */
  readonly most?: number;
  readonly choices?: readonly string[];
};

export type ParameterProblem = {
  readonly name: string;
  readonly error: "ParameterRequired" | "ParameterInvalid" | "ParameterTooLong";
  readonly message: string;
};

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const longestText = 255;
const keyShape = /^[0-9a-f]{32}$/i;
const emailShape = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}\.[^\s@<>".]{2,24}$/;

/** `2025-02-14`, with or without a time behind it, or `14-02-2025`. */
function dayOf(text: string): string | null {
  const iso = text
    .replace(/^(\d{4}-\d{2}-\d{2})T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?$/, "$1")
    .replace(/^(\d{2})-(\d{2})-(\d{4})$/, "$3-$2-$1");
  return isLocalDay(iso) ? iso : null;
}

const minorOf = (text: string, currency: string): number | null => {
  const money = fromMajor(text.replace(",", "."), currency);
  return money.ok ? money.value.minor : null;
};

const wholeOf = (text: string): number | null => (/^\d{1,9}$/.test(text) ? Number(text) : null);
const flagOf = (text: string): boolean | null =>
  /^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : null;

/** The parameters of one call. Its readings are null where a value is absent or of another kind. */
export class Asked {
  readonly parameters: readonly Parameter[];
  readonly currency: string;

  constructor(parameters: readonly Parameter[], currency: string | null) {
    this.parameters = parameters;
    this.currency = currency ?? "EUR";
  }

  text(name: string, group?: string): string | null {
    const found = this.parameters.find(
      (one) => isSame(one.name, name) && (group === undefined || isSame(one.groupType ?? "", group)),
    );
    const value = found?.value.trim() ?? "";
    return value === "" ? null : value;
  }

  private read<T>(name: string, group: string | undefined, parse: (text: string) => T | null): T | null {
    const text = this.text(name, group);
    return text === null ? null : parse(text);
  }

  day = (name: string, group?: string) => this.read(name, group, dayOf);
  whole = (name: string, group?: string) => this.read(name, group, wholeOf);
  flag = (name: string, group?: string) => this.read(name, group, flagOf);
  minor = (name: string, group?: string) => this.read(name, group, (text) => minorOf(text, this.currency));
  key = (name: string) => this.text(name)?.toUpperCase() ?? null;
}

const isWithin = (value: number | null, { least = 0, most = Number.MAX_SAFE_INTEGER }: Field) =>
  value !== null && value >= least && value <= most;

const fits: Readonly<Record<Kind, (text: string, field: Field, currency: string) => boolean>> = {
  text: (text) => !/\p{Cc}/u.test(text),
  amount: (text, field, currency) => isWithin(minorOf(text, currency), field),
  day: (text) => dayOf(text) !== null,
  whole: (text, field) => isWithin(wholeOf(text), field),
  flag: (text) => flagOf(text) !== null,
  email: (text) => emailShape.test(text),
  choice: (text, { choices = [] }) => choices.some((choice) => isSame(choice, text)),
  key: (text) => keyShape.test(text),
};

const expected: Readonly<Record<Kind, (field: Field) => string>> = {
  text: () => "a text without control characters",
  amount: ({ least = 0 }) => (least > 0 ? "an amount above zero, like 12.50" : "an amount like 12.50"),
  day: () => "a date like 2025-01-31",
  whole: ({ least = 0, most }) => `a whole number from ${least.toString()} to ${(most ?? "any").toString()}`,
  flag: () => "true or false",
  email: () => "an e-mail address",
  choice: ({ choices = [] }) => `one of ${choices.join(", ")}`,
  key: () => "a key of 32 hexadecimal digits",
};

const longestOf = ({ kind, most }: Field) => (kind === "text" ? (most ?? longestText) : longestText);

function problemOf(field: Field, asked: Asked): ParameterProblem | null {
  const { name, kind } = field;
  const text = asked.text(name, field.group);
  if (text === null) {
    if (field.isRequired !== true) return null;
    return { name, error: "ParameterRequired", message: `Parameter ${name} is required.` };
  }
  const longest = longestOf(field);
  if (text.length > longest) {
    const message = `Parameter ${name} has more than ${longest.toString()} characters.`;
    return { name, error: "ParameterTooLong", message };
  }
  if (fits[kind](text, field, asked.currency)) return null;
  return { name, error: "ParameterInvalid", message: `Parameter ${name} must be ${expected[kind](field)}.` };
}

/** What is wrong, in the order of the fields; every parameter is named by itself. */
export const problemsOf = (fields: readonly Field[], asked: Asked): readonly ParameterProblem[] =>
  fields.map((field) => problemOf(field, asked)).filter((problem) => problem !== null);
