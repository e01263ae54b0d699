import { readAskedAmount, type AskedAmount } from "@/lib/wire/trust/amount";
import { decoded, refused, type Decoded } from "@/lib/wire/trust/codes";
import { isFields, type Fields } from "@/lib/wire/trust/envelope";
import { isDueDate, isFreeText, isWholeNumber } from "@/lib/wire/trust/field-checks";
import { FieldReader } from "@/lib/wire/trust/field-reader";
import { decodeFilter, isFilterText } from "@/lib/wire/trust/filter";
import { maxFinalNumber, maxFrequency, readUnit, type SubscriptionUnit } from "@/lib/wire/trust/subscription";

export type UpdateTarget = {
  readonly transactionReference: string;
  /** Null: the caller's own (wire.md 1.1). */
  readonly siteReferences: readonly string[] | null;
};

const rules = {
  sitereference: { passes: isFilterText },
  transactionreference: { passes: isFilterText, most: 1 },
} as const;

/** Domain.md 1.4, step 7. TP-3, TP-4: a filter names exactly one transaction; without one it is incomplete. */
export function decodeUpdateTarget(fields: Fields): Decoded<UpdateTarget> {
  const read = decodeFilter(fields, rules);
  if (!read.ok) return read;
  const [transactionReference] = read.value.transactionreference ?? [];
  if (transactionReference === undefined) return refused("60037", "transactionreference");
  return decoded({ transactionReference, siteReferences: read.value.sitereference ?? null });
}

/** What is null stays as it is. 10 and 100 are given by the system only (TP 1.2.1). */
export type TransactionUpdates = {
  readonly settleStatus: 0 | 1 | 2 | 3 | null;
  readonly settleAmount: AskedAmount;
  readonly settleDueDate: string | null;
  readonly orderReference: string | null;
};

/** TP-16. 2 is given by the system only (TP 1.2.2). */
export type SubscriptionUpdates = {
  readonly amount: AskedAmount;
  readonly frequency: number | null;
  readonly unit: SubscriptionUnit | null;
  readonly finalNumber: number | null;
  readonly active: 0 | 1 | 3 | null;
  readonly orderReference: string | null;
};

const transactionFields = new Set([
  "settlestatus",
  "settlebaseamount",
  "settlemainamount",
  "settleduedate",
  "orderreference",
]);
const subscriptionFields = new Set([
  "baseamount",
  "mainamount",
  "subscriptionfrequency",
  "subscriptionunit",
  "subscriptionfinalnumber",
  "transactionactive",
  "orderreference",
]);

const isGiven = (value: unknown) => value !== undefined && value !== null && value !== "";

/** Domain.md 1.4, step 10. A currency only says what an amount beside it is in: alone it changes nothing. */
function readUpdates(fields: Fields, known: ReadonlySet<string>): Decoded<FieldReader> {
  const updates = fields["updates"];
  if (!isFields(updates)) return refused("60013");
  const names = Object.keys(updates).filter((name) => name !== "currencyiso3a" && isGiven(updates[name]));
  if (names.length === 0) return refused("60013");
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) return refused("60033", ...unknown.slice(0, 10).map((name) => name.slice(0, 60)));
  return decoded(new FieldReader(updates));
}

function readCode<C extends number>(reader: FieldReader, name: string, codes: readonly C[]): C | null {
  const text = reader.accepted(name, (value) => codes.some((code) => code.toString() === value));
  return codes.find((code) => code.toString() === text) ?? null;
}

function readNumber(reader: FieldReader, name: string, most: number): number | null {
  const text = reader.accepted(name, isWholeNumber(most));
  return text === null ? null : Number(text);
}

/** Steps 10 and 11 for an AUTH or a REFUND: every wrong field is named at once. */
export function decodeTransactionUpdates(fields: Fields): Decoded<TransactionUpdates> {
  const read = readUpdates(fields, transactionFields);
  if (!read.ok) return read;
  const reader = read.value;
  const updates: TransactionUpdates = {
    settleStatus: readCode(reader, "settlestatus", [0, 1, 2, 3]),
    settleAmount: readAskedAmount(reader, { minor: "settlebaseamount", major: "settlemainamount" }),
    settleDueDate: reader.accepted("settleduedate", isDueDate),
    orderReference: reader.accepted("orderreference", isFreeText),
  };
  return reader.invalid.length === 0 ? decoded(updates) : refused("30000", ...reader.invalid);
}

/** Steps 10 and 11 for a SUBSCRIPTION. Begin date and running number are unknown keys here (TP-16). */
export function decodeSubscriptionUpdates(fields: Fields): Decoded<SubscriptionUpdates> {
  const read = readUpdates(fields, subscriptionFields);
  if (!read.ok) return read;
  const reader = read.value;
  const updates: SubscriptionUpdates = {
    amount: readAskedAmount(reader, { minor: "baseamount", major: "mainamount" }),
    frequency: readNumber(reader, "subscriptionfrequency", maxFrequency),
    unit: readUnit(reader),
    finalNumber: readNumber(reader, "subscriptionfinalnumber", maxFinalNumber),
    active: readCode(reader, "transactionactive", [0, 1, 3]),
    orderReference: reader.accepted("orderreference", isFreeText),
  };
  return reader.invalid.length === 0 ? decoded(updates) : refused("30000", ...reader.invalid);
}
