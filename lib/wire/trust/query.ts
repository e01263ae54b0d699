import { isCurrency } from "@/lib/kernel/money";
import { isLocalDay } from "@/lib/kernel/zoned-day";
import { decoded, refused, type Decoded } from "@/lib/wire/trust/codes";
import { isFields, type Fields } from "@/lib/wire/trust/envelope";

/** Several values of one filter mean "or", several filters mean "and". Null: not asked for. */
export type QueryFilter = {
  readonly siteReferences: readonly string[] | null;
  readonly transactionReferences: readonly string[] | null;
  readonly orderReferences: readonly string[] | null;
  readonly settleStatuses: readonly number[] | null;
  readonly currencies: readonly string[] | null;
  readonly accountTypes: readonly string[] | null;
  readonly requestTypes: readonly string[] | null;
  /** Instants in ISO 8601, both inclusive to the second. */
  readonly from: string | null;
  readonly to: string | null;
};

const maxValues = 100;
const isText = (value: string) => value.length <= 255 && !/\p{Cc}/u.test(value);
const isTimestamp = (value: string) => {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d)?$/.exec(value);
  return match !== null && value >= "1970" && isLocalDay(match[1] ?? "");
};

const checks = {
  sitereference: isText,
  transactionreference: isText,
  orderreference: isText,
  settlestatus: (value) => ["0", "1", "2", "3", "10", "100"].includes(value),
  currencyiso3a: isCurrency,
  accounttypedescription: isText,
  requesttypedescription: isText,
  starttimestamp: isTimestamp,
  endtimestamp: isTimestamp,
} satisfies Readonly<Record<string, (value: string) => boolean>>;
type FilterName = keyof typeof checks;

const isFilterName = (name: string): name is FilterName => Object.hasOwn(checks, name);
const isTime = (name: FilterName) => name === "starttimestamp" || name === "endtimestamp";

function readValue(given: unknown): string | null {
  if (!isFields(given) || (given["symbol"] ?? "IS") !== "IS") return null;
  const value = given["value"];
  if (typeof value === "number") return value.toString();
  return typeof value === "string" && value !== "" ? value : null;
}

/** A list of `{ value }` (manual, Python) or one `{ value, symbol: "IS" }` (PHP). Null: malformed. */
function readValues(given: unknown): readonly string[] | null {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0 || list.length > maxValues) return null;
  const values = list.map(readValue).filter((value) => value !== null);
  return values.length === list.length ? values : null;
}

type Values = Partial<Record<FilterName, readonly string[]>>;

function readFilter(name: FilterName, given: unknown): Decoded<readonly string[]> {
  const values = readValues(given);
  if (values === null || (isTime(name) && values.length > 1)) return refused("60037", name);
  if (values.every(checks[name])) return decoded(values);
  return refused(isTime(name) ? "10101" : "60037", name);
}

const instant = (values: readonly string[] | undefined, timeOfDay: string) => {
  const [value] = values ?? [];
  if (value === undefined) return null;
  return value.length === 10 ? `${value}T${timeOfDay}Z` : `${value.slice(0, 10)}T${value.slice(11)}Z`;
};

const listOf = (values: readonly string[] | undefined) => values ?? null;

const asFilter = (values: Values): QueryFilter => ({
  siteReferences: listOf(values.sitereference),
  transactionReferences: listOf(values.transactionreference),
  orderReferences: listOf(values.orderreference),
  settleStatuses: values.settlestatus?.map(Number) ?? null,
  currencies: listOf(values.currencyiso3a),
  accountTypes: listOf(values.accounttypedescription),
  requestTypes: listOf(values.requesttypedescription),
  from: instant(values.starttimestamp, "00:00:00"),
  to: instant(values.endtimestamp, "23:59:59"),
});

/** Domain.md 1.4, step 7, and 1.5.1. */
export function decodeQuery(fields: Fields): Decoded<QueryFilter> {
  const filter = fields["filter"];
  if (filter === undefined || filter === null) return refused("60019");
  if (!isFields(filter)) return refused("60037", "filter");
  const names = Object.keys(filter);
  if (names.length === 0) return refused("60019");

  const values: Values = {};
  for (const name of names) {
    if (!isFilterName(name)) return refused("60037", name.slice(0, 60));
    const read = readFilter(name, filter[name]);
    if (!read.ok) return read;
    values[name] = read.value;
  }
  return decoded(asFilter(values));
}
