import { decoded, refused, type Decoded, type TrustCode } from "@/lib/wire/trust/codes";
import { isFields, type Fields } from "@/lib/wire/trust/envelope";

/** What a filter's values must look like, and the code of one that does not. */
export type FilterRule = {
  readonly passes: (value: string) => boolean;
  readonly code?: TrustCode;
  /** At most this many values; 100 where nothing is said. */
  readonly most?: number;
};

export const isFilterText = (value: string) => value.length <= 255 && !/\p{Cc}/u.test(value);

function readValue(given: unknown): string | null {
  if (!isFields(given) || (given["symbol"] ?? "IS") !== "IS") return null;
  const value = given["value"];
  if (typeof value === "number") return value.toString();
  return typeof value === "string" && value !== "" ? value : null;
}

/** A list of `{ value }` (manual, Python) or one `{ value, symbol: "IS" }` (PHP). Null: malformed. */
function readValues(given: unknown, most: number): readonly string[] | null {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0 || list.length > most) return null;
  const values = list.map(readValue).filter((value) => value !== null);
  return values.length === list.length ? values : null;
}

function readFilter(name: string, rule: FilterRule, given: unknown): Decoded<readonly string[]> {
  const values = readValues(given, rule.most ?? 100);
  if (values === null) return refused("60037", name);
  return values.every(rule.passes) ? decoded(values) : refused(rule.code ?? "60037", name);
}

function readFields(fields: Fields): Decoded<Fields> {
  const filter = fields["filter"];
  if (filter === undefined || filter === null || filter === "") return refused("60019");
  if (!isFields(filter)) return refused("60037", "filter");
  return Object.keys(filter).length === 0 ? refused("60019") : decoded(filter);
}

/** Domain.md 1.4, step 7. Several values of one filter mean "or", several filters mean "and". */
export function decodeFilter<Name extends string>(
  fields: Fields,
  rules: Readonly<Record<Name, FilterRule>>,
): Decoded<Readonly<Partial<Record<Name, readonly string[]>>>> {
  const filter = readFields(fields);
  if (!filter.ok) return filter;
  const isKnown = (name: string): name is Name => Object.hasOwn(rules, name);
  const values: Partial<Record<Name, readonly string[]>> = {};
  for (const [name, given] of Object.entries(filter.value)) {
    if (!isKnown(name)) return refused("60037", name.slice(0, 60));
    const read = readFilter(name, rules[name], given);
    if (!read.ok) return read;
    values[name] = read.value;
  }
  return decoded(values);
}
