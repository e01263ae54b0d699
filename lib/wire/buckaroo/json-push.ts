import {
  buckarooTime,
  descriptionOf,
  subCodeOf,
  type BuckarooStatus,
  type Parameter,
} from "@/lib/wire/buckaroo/codes";

export type JsonDataRequest = {
  readonly key: string;
  readonly invoice: string | null;
  readonly order: string | null;
  readonly service: string;
  readonly action: string;
  readonly status: BuckarooStatus;
  readonly isTest: boolean;
  readonly outputs: readonly Parameter[];
  readonly custom: readonly Parameter[];
  readonly additional: readonly Parameter[];
};

export type JsonTransaction = {
  readonly key: string;
  readonly invoice: string | null;
  readonly order: string | null;
  readonly service: string;
  readonly type: string | null;
  readonly status: BuckarooStatus;
  readonly isTest: boolean;
  /** In major units as plain decimal text. */
  readonly amount: string;
  readonly currency: string;
  readonly customerName: string | null;
  /** Of the payment, where the transaction is its refund. */
  readonly relatedKey: string | null;
};

/** Status as answers and pushes carry it (domain.md 2.6.2). */
export function statusObject(status: BuckarooStatus) {
  const sub = subCodeOf(status);
  return {
    Code: { Code: status.code, Description: descriptionOf(status.code) },
    ...(sub === null ? {} : { SubCode: { Code: sub.code, Description: sub.description } }),
    DateTime: buckarooTime(status.at).replace(" ", "T"),
  };
}

const listOf = (parameters: readonly Parameter[]) =>
  parameters.map(({ name, value }) => ({ Name: name, Value: value }));

const present = (fields: Readonly<Record<string, string | null>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/** A data request as pushes carry it; answers add to it what only they say. */
export const dataRequestObject = (told: JsonDataRequest) => ({
  Key: told.key,
  ...present({ Invoice: told.invoice, Order: told.order }),
  ServiceCode: told.service,
  IsTest: told.isTest,
  Status: statusObject(told.status),
  Services: [{ Name: told.service, Action: told.action, Parameters: listOf(told.outputs) }],
  CustomParameters: { List: listOf(told.custom) },
  AdditionalParameters: { List: listOf(told.additional) },
});

/** A payment, or a refund with the payment as its related transaction. */
export const transactionObject = (told: JsonTransaction) => ({
  Key: told.key,
  ...present({ Invoice: told.invoice }),
  ServiceCode: told.service,
  Status: statusObject(told.status),
  IsTest: told.isTest,
  ...present({ Order: told.order }),
  Currency: told.currency,
  [told.relatedKey === null ? "AmountDebit" : "AmountCredit"]: Number(told.amount),
  ...present({ TransactionType: told.type, CustomerName: told.customerName }),
  PaymentKey: told.relatedKey ?? told.key,
  ...(told.relatedKey === null
    ? {}
    : { RelatedTransactions: [{ RelationType: "refund", RelatedTransactionKey: told.relatedKey }] }),
});

/** Line separators and half characters come out of PHP's and JavaScript's encoders in two ways. */
const plain = (_key: string, value: unknown) =>
  typeof value === "string"
    ? value.replaceAll(/\p{Surrogate}/gu, "\uFFFD").replaceAll(/[\u2028\u2029]/g, " ")
    : value;

/**
 * A body that receivers in PHP and JavaScript may decode and encode again without changing a byte (wire.md 3.2):
 * compact, slashes and letters as they are, no empty object, whole amounts without decimals.
 */
export const jsonPush = (root: "Transaction" | "DataRequest" | "Invoice", object: object): string =>
  JSON.stringify({ [root]: object }, plain);
