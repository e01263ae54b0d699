import type { z } from "zod";
import type { Subscription, SubscriptionPage } from "@/app/api/v1/subscription-schemas";
import type { SubscriptionRow } from "@/lib/features/subscriptions/listing";
import {
  shownStatusOf,
  type NewSubscriptionRefusal,
  type SubscriptionRefusal,
} from "@/lib/features/subscriptions/model";
import type { SubscriptionDetail } from "@/lib/features/subscriptions/queries/detail";
import { problem, type Answer, type FieldProblem } from "@/lib/web/problem";

type Refusal =
  NewSubscriptionRefusal | SubscriptionRefusal | "not_found" | "intent_used" | "already_subscribed";

const wrongFields = {
  amount_out_of_range: { field: "amount", reason: "too_big" },
  frequency_out_of_range: { field: "frequency", reason: "too_big" },
  final_number_out_of_range: { field: "finalNumber", reason: "too_small" },
  number_out_of_range: { field: "number", reason: "too_big" },
  begin_date_passed: { field: "beginDate", reason: "too_small" },
} as const satisfies Partial<Record<Refusal, FieldProblem>>;
type WrongField = keyof typeof wrongFields;

const details: Readonly<Record<Exclude<Refusal, WrongField | "intent_used">, string>> = {
  not_found: "There is no such payment or subscription.",
  parent_declined: "The first payment must be authorised, and neither held nor cancelled.",
  card_not_allowed: "Only Visa, Mastercard and American Express take payments of a plan.",
  wrong_currency: "The amount has the currency of the first payment.",
  already_subscribed: "A payment begins one subscription.",
  subscription_stopped: "A stopped subscription cannot be changed any more.",
  nothing_changed: "Everything is already as asked for.",
};

const isWrongField = (refusal: Refusal): refusal is WrongField => Object.hasOwn(wrongFields, refusal);

export function refusedSubscription(refusal: Refusal): Answer {
  if (isWrongField(refusal)) {
    return problem("invalid_fields", "See errors.", { errors: [wrongFields[refusal]] });
  }
  return refusal === "intent_used"
    ? problem("idempotency_key_reused", "This key was first used for something else. Use a new key.")
    : problem(refusal, details[refusal]);
}

/** What the wire carries before instants become text. */
type Written<T> = T extends readonly (infer E)[]
  ? readonly Written<E>[]
  : T extends object
    ? { readonly [K in keyof T]: K extends "createdAt" | "statusAt" ? Date : Written<T[K]> }
    : T;

export function subscriptionAnswer({
  subscription,
  payments,
}: SubscriptionDetail): Written<z.input<typeof Subscription>> {
  const { isFinished, nextDueDate, ...rest } = subscription;
  return {
    id: rest.id,
    transactionReference: rest.transactionReference,
    kind: rest.kind,
    createdAt: rest.createdAt,
    status: shownStatusOf(rest),
    statusAt: rest.statusAt,
    amount: rest.amount,
    unit: rest.unit,
    frequency: rest.frequency,
    number: rest.number,
    finalNumber: rest.finalNumber,
    beginDate: rest.beginDate,
    nextDueDate: isFinished ? null : nextDueDate,
    orderReference: rest.orderReference,
    website: rest.website,
    payments: payments.map(({ id, number, transactionReference, status, amount, createdAt }) => ({
      id,
      number,
      transactionReference,
      status,
      amount,
      createdAt,
    })),
  };
}

type Summary = Written<z.input<typeof SubscriptionPage>>["data"][number];

export const summaryOf = (row: SubscriptionRow): Summary => ({
  id: row.id,
  transactionReference: row.reference,
  createdAt: row.createdAt,
  status: row.status,
  amount: row.amount,
  unit: row.unit.code === "DAY" ? "DAY" : "MONTH",
  frequency: Number(row.unit.detail),
  number: row.number,
  nextDueDate: row.next,
  orderReference: row.orderReference,
  customer: { email: row.customerEmail },
  website: { name: row.website },
});
