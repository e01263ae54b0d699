import { isCurrency, toMajor } from "@/lib/kernel/money";
import { endOfDay, isLocalDay, startOfDay } from "@/lib/kernel/zoned-day";
import { encodeTransaction, type TrustTransaction } from "@/lib/wire/trust/answer";
import { decoded, refused, type Decoded, type TrustRefusal } from "@/lib/wire/trust/codes";
import { isFilterText } from "@/lib/wire/trust/filter";
import { isSettleStatus, type QueryFilter } from "@/lib/wire/trust/query";

export type ReportRequest = {
  readonly filter: QueryFilter;
  /** What the query cannot narrow; null: not asked for. */
  readonly errorCodes: readonly string[] | null;
  readonly paymentTypes: readonly string[] | null;
  /** Names of the columns, in their order. */
  readonly columns: readonly string[];
};

type Key =
  | "site"
  | "start"
  | "end"
  | "account"
  | "request"
  | "currency"
  | "payment"
  | "status"
  | "error"
  | "reference"
  | "order"
  | "column";

/** The vendor's library and its manual spell some names differently; `paymentttypedescriptions` is the library's own slip. */
const keys: Readonly<Record<string, Key>> = {
  sitereference: "site",
  sitereferences: "site",
  startdate: "start",
  enddate: "end",
  accounttypedescriptions: "account",
  requesttypedescriptions: "request",
  currencyiso3a: "currency",
  currencyiso3as: "currency",
  paymenttypedescriptions: "payment",
  paymentttypedescriptions: "payment",
  settlestatus: "status",
  settlestatuss: "status",
  errorcodes: "error",
  transactionreferences: "reference",
  orderreferences: "order",
  optionalfields: "column",
};

const checks: Readonly<Record<Key, (value: string) => boolean>> = {
  site: isFilterText,
  start: isLocalDay,
  end: isLocalDay,
  account: isFilterText,
  request: isFilterText,
  currency: isCurrency,
  payment: isFilterText,
  status: isSettleStatus,
  error: (value) => /^\d{1,5}$/.test(value),
  reference: isFilterText,
  order: isFilterText,
  column: (value) => /^[a-z0-9]{1,60}$/.test(value),
};

const maxValues = 100;
/** In every line. The reference stands first because the vendor's client would lose the quotes of a first column. */
const firstColumns = ["transactionreference", "transactionstartedtimestamp", "sitereference"];

type Given = ReadonlyMap<Key, readonly string[]>;

const isOne = (key: Key) => key === "start" || key === "end";

function refusalOf(key: Key | undefined, values: readonly string[], name: string): TrustRefusal | null {
  if (key === undefined || values.length > (isOne(key) ? 1 : maxValues)) {
    return { code: "60037", data: [name.slice(0, 60)] };
  }
  if (values.every(checks[key])) return null;
  return { code: isOne(key) ? "10101" : "60037", data: [name] };
}

/** Repeated keys are several values; empty ones, which the vendor's library sends, are none. */
function readKeys(params: URLSearchParams): Decoded<Given> {
  const given = new Map<Key, readonly string[]>();
  for (const name of new Set(params.keys())) {
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
    const known = key === undefined ? [] : (given.get(key) ?? []);
    const values = [...known, ...params.getAll(name).filter((value) => value !== "")];
    const refusal = refusalOf(key, values, name);
    if (refusal !== null) return { ok: false, refusal };
    if (key !== undefined && values.length > 0) given.set(key, values);
  }
  return decoded(given);
}

const second = 1_000;

/** Days of this protocol are London's (domain.md X-3); both are part of the report. */
function periodOf(given: Given, zone: string) {
  const [start] = given.get("start") ?? [];
  const [end] = given.get("end") ?? [];
  return {
    from: start === undefined ? null : startOfDay(start, zone).toISOString(),
    to: end === undefined ? null : new Date(endOfDay(end, zone).getTime() - second).toISOString(),
  };
}

/** Reads the parameters of the CSV report, from the address or from a form (wire.md 1.3). */
export function decodeReport(params: URLSearchParams, zone: string): Decoded<ReportRequest> {
  const read = readKeys(params);
  if (!read.ok) return read;
  const given = read.value;
  const list = (key: Key) => given.get(key) ?? null;
  if ([...given.keys()].every((key) => key === "column")) return refused("60019");
  return decoded({
    filter: {
      siteReferences: list("site"),
      transactionReferences: list("reference"),
      orderReferences: list("order"),
      settleStatuses: list("status")?.map(Number) ?? null,
      currencies: list("currency"),
      accountTypes: list("account"),
      requestTypes: list("request"),
      ...periodOf(given, zone),
    },
    errorCodes: list("error"),
    paymentTypes: list("payment"),
    columns: [...new Set([...firstColumns, ...(list("column") ?? [])])],
  });
}

function fieldsOf(transaction: TrustTransaction): Readonly<Record<string, string>> {
  const { currency, baseAmount, settleBaseAmount } = transaction;
  return {
    ...encodeTransaction(transaction),
    mainamount: toMajor({ minor: baseAmount, currency }),
    settlemainamount: toMajor({ minor: settleBaseAmount, currency }),
  };
}

const isAmong = (values: readonly string[] | null, value: string | undefined) =>
  values === null || values.includes(value ?? "");

/**
 * RFC 4180, except for line breaks inside a field, which become blanks: the vendor's client splits at every
 * LF before it looks at quotes. Values stay exact, also where a spreadsheet would calculate: a program
 * compares them with its own references.
 */
const field = (value: string) => {
  const line = value.replace(/[\r\n]+/g, " ");
  return /[",]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line;
};

/**
 * A heading and a line for each transaction, each ended by LF except the last: the vendor's client would
 * read an empty row after it (wire.md 1.3). A column that nobody knows stays empty, so that positions hold.
 */
export function encodeReport(request: ReportRequest, transactions: readonly TrustTransaction[]): string {
  const lines = [request.columns.join(",")];
  for (const transaction of transactions) {
    const fields = fieldsOf(transaction);
    const isWanted =
      isAmong(request.errorCodes, fields["errorcode"]) &&
      isAmong(request.paymentTypes, fields["paymenttypedescription"]);
    if (isWanted) lines.push(request.columns.map((name) => field(fields[name] ?? "")).join(","));
  }
  return lines.join("\n");
}
