import { createHash } from "node:crypto";
import {
  buckarooTime,
  descriptionOf,
  subCodeOf,
  type BuckarooStatus,
  type Parameter,
} from "@/lib/wire/buckaroo/codes";
import { withoutEntities } from "@/lib/wire/buckaroo/entities";

type Field = readonly [name: string, value: string];

export type PushHash = "sha1" | "sha256" | "sha512";

type FormStatus = {
  readonly status: BuckarooStatus;
  readonly isTest: boolean;
  readonly websiteKey: string;
};

export type FormTransaction = FormStatus & {
  /** 32 hex digits in upper case. */
  readonly key: string;
  /** Of the payment, where the transaction is its refund. */
  readonly relatedKey: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly invoice: string | null;
  readonly order: string | null;
  readonly customerName: string | null;
  readonly method: string;
  readonly type: string | null;
};

export type FormDataRequest = FormStatus & {
  readonly key: string;
  readonly invoice: string | null;
  readonly order: string | null;
  readonly service: string;
  readonly outputs: readonly Parameter[];
  readonly custom: readonly Parameter[];
  readonly additional: readonly Parameter[];
};

/** PHP turns dots and blanks in names into underscores, and makes lists of brackets (wire.md 3.1). */
const nameOf = (text: string) => text.replaceAll(/[^A-Za-z0-9_]/g, "_");

/** Some receivers sort, some do not: lower-cased names in the order of their characters please all of them. */
function sorted(fields: readonly Field[]): Field[] {
  const lower = (name: string) => name.toLowerCase();
  return [...fields].sort(([a], [b]) => (lower(a) < lower(b) ? -1 : lower(a) > lower(b) ? 1 : 0));
}

export function formOf(fields: readonly (readonly [name: string, value: string | null])[]): string {
  const form = new URLSearchParams();
  const told = fields.flatMap(([name, value]): Field[] =>
    value === null ? [] : [[nameOf(name), withoutEntities(value.replaceAll(/\p{Surrogate}/gu, "\uFFFD"))]],
  );
  for (const [name, value] of sorted(told)) if (!form.has(name)) form.append(name, value);
  return form.toString();
}

function statusFields({ status, isTest, websiteKey }: FormStatus): (readonly [string, string | null])[] {
  const sub = subCodeOf(status);
  return [
    ["brq_statuscode", status.code.toString()],
    ["brq_statuscode_detail", sub?.code ?? null],
    ["brq_statusmessage", sub?.description ?? descriptionOf(status.code)],
    ["brq_test", isTest ? "true" : "false"],
    ["brq_timestamp", buckarooTime(status.at)],
    ["brq_websitekey", websiteKey],
  ];
}

/** The fields of a payment's or refund's push, sorted, without the signature (wire.md 3.1). */
export const transactionForm = (told: FormTransaction): string =>
  formOf([
    ...statusFields(told),
    ["brq_amount", told.amount],
    ["brq_currency", told.currency],
    ["brq_customer_name", told.customerName],
    ["brq_invoicenumber", told.invoice],
    ["brq_ordernumber", told.order],
    ["brq_payment", told.relatedKey ?? told.key],
    ["brq_relatedtransaction_refund", told.relatedKey],
    ["brq_transaction_method", told.method],
    ["brq_transaction_type", told.type],
    ["brq_transactions", told.key],
  ]);

export const dataRequestForm = (told: FormDataRequest): string =>
  formOf([
    ...statusFields(told),
    ["brq_datarequest", told.key],
    ["brq_invoicenumber", told.invoice],
    ["brq_ordernumber", told.order],
    ["brq_primary_service", told.service],
    ...told.outputs.map(({ name, value }) => [`brq_SERVICE_${told.service}_${name}`, value] as const),
    ...told.custom.map(({ name, value }) => [`cust_${name}`, value] as const),
    ...told.additional.map(({ name, value }) => [`add_${name}`, value] as const),
  ]);

const isSigned = (name: string) => /^(brq|add|cust)_/i.test(name) && name.toLowerCase() !== "brq_signature";

/** What is signed, in the order in which it is (domain.md 2.6.1). */
export const formFields = (body: string): Field[] =>
  sorted([...new URLSearchParams(body)].filter(([name]) => isSigned(name)));

/** What is signed before the secret is appended: `name=value`, one after another. */
export const formText = (body: string): string =>
  formFields(body)
    .map(([name, value]) => `${name}=${value}`)
    .join("");

export const formSignature = (body: string, secret: string, hash: PushHash): string =>
  createHash(hash)
    .update(formText(body) + secret, "utf8")
    .digest("hex");

export const signedForm = (body: string, secret: string, hash: PushHash): string =>
  `${body}&brq_signature=${formSignature(body, secret, hash)}`;
