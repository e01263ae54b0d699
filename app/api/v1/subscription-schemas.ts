import { z } from "zod";
import {
  Amount,
  Links,
  WantedAmount,
  freeText,
  id,
  instant,
  localDay,
  transactionReference,
  wantedDay,
} from "@/app/api/v1/fields";
import { maxMinor } from "@/lib/kernel/money";
import { paymentStatuses } from "@/lib/features/payments/model";
import {
  highestNumber,
  longestFrequency,
  shownStatuses,
  subscriptionKinds,
  subscriptionUnits,
} from "@/lib/features/subscriptions/model";

const unit = z.enum(subscriptionUnits).meta({ example: "MONTH" });
const frequency = z
  .int()
  .min(1)
  .max(longestFrequency)
  .meta({ description: "Units from one payment to the next.", example: 1 });
const finalNumber = z
  .int()
  .min(1)
  .max(highestNumber)
  .nullable()
  .meta({ description: "Number of the last payment; null: without an end.", example: 10 });
const status = z.enum(shownStatuses).meta({
  description:
    "Trust's active states 0 inactive, 1 active, 2 pending, 3 stopped; the last one is final. An active one whose last payment has fallen due is finished: a higher finalNumber lets it go on.",
  example: "active",
});

export const NewSubscription = z
  .strictObject({
    paymentId: id.meta({
      description: "The first payment: a card payment that is neither held nor refused.",
    }),
    kind: z.enum(subscriptionKinds).default("RECURRING"),
    amount: WantedAmount,
    unit,
    frequency,
    finalNumber: finalNumber.optional(),
    beginDate: wantedDay.optional().meta({
      description:
        "Day of the payment after the first, in Europe/London; by default one step after the first.",
    }),
    number: z
      .int()
      .min(1)
      .max(highestNumber - 1)
      .default(1)
      .meta({ description: "Number of the first payment." }),
    orderReference: freeText(255).optional().meta({ example: "A-77" }),
  })
  .meta({
    id: "NewSubscription",
    example: {
      paymentId: "0195f2a4-7b1c-7d2e-9f30-4a5b6c7d8e9f",
      amount: { minor: 1050, currency: "EUR" },
      unit: "MONTH",
      frequency: 1,
      finalNumber: 10,
    },
  });

export const SubscriptionUpdate = z
  .strictObject({
    amountMinor: z.int().min(1).max(maxMinor).optional().meta({
      description: "In minor units of the currency of the plan; from the next payment on.",
      example: 1250,
    }),
    unit: unit.optional(),
    frequency: frequency.optional(),
    finalNumber: finalNumber.optional(),
    status: z.enum(["inactive", "active", "stopped"]).optional().meta({
      description:
        "inactive pauses, active resumes and makes up for what fell due meanwhile, stopped ends the plan for ever.",
      example: "inactive",
    }),
    orderReference: freeText(255).optional(),
  })
  .refine((wanted) => Object.keys(wanted).length > 0, { error: "required" })
  .meta({
    id: "SubscriptionUpdate",
    description: "What is left out stays as it is. All of it happens, or nothing.",
    example: { amountMinor: 1250, finalNumber: 12 },
  });

const nextDueDate = localDay
  .nullable()
  .meta({ description: "Day of the next payment; null: there is none." });

const SubscriptionSummary = z
  .object({
    id,
    transactionReference,
    createdAt: instant,
    status,
    amount: Amount,
    unit,
    frequency: z.int().meta({ example: 1 }),
    number: z
      .string()
      .meta({ description: "Of the payment that fell due last, and of the last one.", example: "5/10" }),
    nextDueDate,
    orderReference: z.string().nullable(),
    customer: z.object({ email: z.string().nullable() }),
    website: z.object({ name: z.string() }),
  })
  .meta({ id: "SubscriptionSummary" });

export const SubscriptionPage = z
  .object({ data: z.array(SubscriptionSummary), links: Links })
  .meta({ id: "SubscriptionPage" });

export const Subscription = z
  .object({
    id,
    transactionReference,
    kind: z.enum(subscriptionKinds),
    createdAt: instant,
    status,
    statusAt: instant,
    amount: Amount,
    unit,
    frequency: z.int().meta({ example: 1 }),
    number: z.int().meta({ description: "Of the payment that fell due last.", example: 5 }),
    finalNumber: z.int().nullable().meta({ example: 10 }),
    beginDate: localDay,
    nextDueDate,
    orderReference: z.string().nullable(),
    website: z.object({ id, name: z.string() }),
    payments: z
      .array(
        z.object({
          id,
          number: z.int().meta({ example: 5 }),
          transactionReference,
          status: z.enum(paymentStatuses),
          amount: Amount,
          createdAt: instant,
        }),
      )
      .meta({ description: "Newest first; the first payment is the last one here." }),
  })
  .meta({ id: "Subscription" });
