import { isCurrency } from "@/lib/kernel/money";
import { isLocalDay } from "@/lib/kernel/zoned-day";
import { decoded, type Decoded } from "@/lib/wire/trust/codes";
import type { Fields } from "@/lib/wire/trust/envelope";
import { decodeFilter, isFilterText, type FilterRule } from "@/lib/wire/trust/filter";

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

const isTimestamp = (value: string) => {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d)?$/.exec(value);
  return match !== null && value >= "1970" && isLocalDay(match[1] ?? "");
};

export const isSettleStatus = (value: string) => ["0", "1", "2", "3", "10", "100"].includes(value);

const text = { passes: isFilterText };
const time = { passes: isTimestamp, code: "10101", most: 1 } satisfies FilterRule;

const rules = {
  sitereference: text,
  transactionreference: text,
  orderreference: text,
  settlestatus: { passes: isSettleStatus },
  currencyiso3a: { passes: isCurrency },
  accounttypedescription: text,
  requesttypedescription: text,
  starttimestamp: time,
  endtimestamp: time,
} satisfies Readonly<Record<string, FilterRule>>;

const instant = (values: readonly string[] | undefined, timeOfDay: string) => {
  const [value] = values ?? [];
  if (value === undefined) return null;
  return value.length === 10 ? `${value}T${timeOfDay}Z` : `${value.slice(0, 10)}T${value.slice(11)}Z`;
};

const listOf = (values: readonly string[] | undefined) => values ?? null;

/** Domain.md 1.4, step 7, and 1.5.1. */
export function decodeQuery(fields: Fields): Decoded<QueryFilter> {
  const read = decodeFilter(fields, rules);
  if (!read.ok) return read;
  const values = read.value;
  return decoded({
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
}
