import { readAskedAmount, type AskedAmount } from "@/lib/wire/trust/amount";
import { timestampOf } from "@/lib/wire/trust/answer";
import { decoded, refused, trustMessages, type Decoded } from "@/lib/wire/trust/codes";
import type { Fields } from "@/lib/wire/trust/envelope";
import { isDueDate, isFreeText, isTransactionReference, isWholeNumber } from "@/lib/wire/trust/field-checks";
import { FieldReader } from "@/lib/wire/trust/field-reader";

const subscriptionTypes = ["RECURRING", "INSTALLMENT"] as const;
const subscriptionUnits = ["DAY", "MONTH"] as const;
export type SubscriptionUnit = (typeof subscriptionUnits)[number];

export const maxFrequency = 999;
export const maxFinalNumber = 9_999;

export type SubscriptionRequest = {
  /** Null: the AUTH in the same request. */
  readonly parentReference: string | null;
  /** Nothing asked: what the parent cost. */
  readonly amount: AskedAmount;
  readonly type: (typeof subscriptionTypes)[number];
  readonly unit: SubscriptionUnit;
  readonly frequency: number;
  /** Number of the last payment; the parent is number 1 unless `number` says otherwise. */
  readonly finalNumber: number;
  readonly number: number | null;
  /** Local day. */
  readonly beginDate: string | null;
  readonly orderReference: string | null;
};

function oneOf<T extends string>(words: readonly T[], text: string | null): T | null {
  return words.find((word) => word === text) ?? null;
}

export const readUnit = (reader: FieldReader): SubscriptionUnit | null =>
  oneOf(
    subscriptionUnits,
    reader.accepted("subscriptionunit", (value) => oneOf(subscriptionUnits, value) !== null),
  );

function requiredWord<T extends string>(reader: FieldReader, name: string, words: readonly T[], none: T): T {
  const text = reader.required(name, (value) => oneOf(words, value) !== null);
  return oneOf(words, text) ?? none;
}

function readNumbers(reader: FieldReader) {
  const finalNumber = Number(reader.required("subscriptionfinalnumber", isWholeNumber(maxFinalNumber)));
  const text = reader.accepted("subscriptionnumber", isWholeNumber(maxFinalNumber));
  const number = text === null ? null : Number(text);
  if (number !== null && finalNumber > 0 && number > finalNumber) reader.refuse("subscriptionnumber");
  return { finalNumber, number };
}

/**
 * Domain.md 1.1, 1.2.2. Alone it names its parent and runs on the RECUR account (20018); beside an
 * AUTH it follows from that one, whose account stands in the same fields.
 */
export function decodeSubscription(
  fields: Fields,
  { besideAuth }: { readonly besideAuth: boolean },
): Decoded<SubscriptionRequest> {
  const reader = new FieldReader(fields);
  const account = reader.text("accounttypedescription");
  const request: SubscriptionRequest = {
    parentReference: besideAuth
      ? null
      : reader.required("parenttransactionreference", isTransactionReference),
    amount: readAskedAmount(reader, { minor: "baseamount", major: "mainamount" }),
    type: requiredWord(reader, "subscriptiontype", subscriptionTypes, "RECURRING"),
    unit: requiredWord(reader, "subscriptionunit", subscriptionUnits, "MONTH"),
    frequency: Number(reader.required("subscriptionfrequency", isWholeNumber(maxFrequency))),
    ...readNumbers(reader),
    beginDate: reader.accepted("subscriptionbegindate", isDueDate),
    orderReference: reader.accepted("orderreference", isFreeText),
  };
  if (reader.invalid.length > 0) return refused("30000", ...reader.invalid);
  return !besideAuth && account !== null && account !== "RECUR" ? refused("20018") : decoded(request);
}

/** A plan as answers show it. */
export type TrustSubscription = {
  readonly transactionReference: string;
  readonly parentTransactionReference: string;
  readonly siteReference: string;
  readonly orderReference: string | null;
  readonly currency: string;
  readonly baseAmount: number;
  readonly type: string;
  readonly unit: string;
  readonly frequency: number;
  readonly number: number;
  /** Null: without an end. */
  readonly finalNumber: number | null;
  readonly beginDate: string;
  readonly active: number;
  readonly operator: string;
  readonly startedAt: Date;
};

export const encodeSubscription = (plan: TrustSubscription): Record<string, string> => ({
  errorcode: "0",
  errormessage: trustMessages["0"],
  requesttypedescription: "SUBSCRIPTION",
  transactionreference: plan.transactionReference,
  parenttransactionreference: plan.parentTransactionReference,
  ...(plan.orderReference === null ? {} : { orderreference: plan.orderReference }),
  transactionstartedtimestamp: timestampOf(plan.startedAt),
  sitereference: plan.siteReference,
  baseamount: plan.baseAmount.toString(),
  currencyiso3a: plan.currency,
  accounttypedescription: "RECUR",
  subscriptiontype: plan.type,
  subscriptionunit: plan.unit,
  subscriptionfrequency: plan.frequency.toString(),
  subscriptionnumber: plan.number.toString(),
  ...(plan.finalNumber === null ? {} : { subscriptionfinalnumber: plan.finalNumber.toString() }),
  subscriptionbegindate: plan.beginDate,
  transactionactive: plan.active.toString(),
  live: "0",
  livestatus: "0",
  operatorname: plan.operator,
});
