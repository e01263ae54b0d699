import { z } from "zod";
import {
  Amount,
  Links,
  emailAddress,
  freeText,
  id,
  instant,
  localDay,
  transactionReference,
  wantedDay,
} from "@/app/api/v1/fields";
import { bounceClasses } from "@/lib/kernel/bounces";
import { channels, communicationKinds, communicationStates } from "@/lib/kernel/communications";
import { maxMinor } from "@/lib/kernel/money";
import { agencyEvents, invoiceCodes } from "@/lib/features/invoices/model";
import { moneyStates } from "@/lib/features/invoices/listing";
import { paymentStatuses } from "@/lib/features/payments/model";
import { instalmentLimits, stepActions } from "@/lib/features/schemes/model";

const plainActs = [
  "pause",
  "unpause",
  "end_plan",
  "next_step",
  "pause_debtor",
  "resume_debtor",
  "write_off",
  "cancel",
  ...agencyEvents,
] as const;

const PlainAct = z.strictObject({ act: z.enum(plainActs) });
const DisputeAct = z.strictObject({ act: z.literal("dispute"), reason: freeText(500) });
const CloseDisputeAct = z.strictObject({
  act: z.literal("close_dispute"),
  outcome: freeText(500).optional(),
});
const PlanAct = z.strictObject({
  act: z.literal("plan"),
  count: z.int().min(instalmentLimits.least).max(instalmentLimits.most).meta({ example: 3 }),
  startOn: wantedDay
    .optional()
    .meta({ description: "Of the first instalment; by default in fourteen days." }),
});
const CreditAct = z.strictObject({
  act: z.literal("credit"),
  amountMinor: z.int().min(1).max(maxMinor).meta({
    description: "In minor units of the currency of the invoice; at most what is open.",
    example: 1050,
  }),
  number: freeText(50).optional().meta({ description: "Of the credit note.", example: "CN-7" }),
});
const CorrectDebtorAct = z.strictObject({
  act: z.literal("correct_debtor"),
  name: freeText(200).nullable(),
  email: emailAddress.nullable(),
  mobile: z
    .string()
    .trim()
    .regex(/^\+?[\d ()-]{6,20}$/)
    .nullable(),
});

export const NewInvoiceAct = z
  .discriminatedUnion("act", [PlainAct, DisputeAct, CloseDisputeAct, PlanAct, CreditAct, CorrectDebtorAct])
  .meta({
    id: "NewInvoiceAct",
    description:
      "next_step carries out the next step of the scheme before its day. pause_debtor, resume_debtor and correct_debtor reach all invoices of the debtor; corrected data let those go on that waited for them (23). What a collection agency says has the names of its events.",
    example: { act: "plan", count: 3, startOn: "2099-01-31" },
  });

const state = z.enum(moneyStates).meta({ description: "Derived: paid is no status.", example: "overdue" });
const statusCode = z.int().meta({
  description: `One of ${invoiceCodes.join(", ")}: 10 active, 20 paused, 21 by a dispute, 22 by a payment plan, 23 for want of valid data, 70 to 79 at a collection agency, 80 written off, 90 rejected, 91 cancelled, 99 disabled.`,
  example: 10,
});

export const InvoiceSummary = z
  .object({
    id,
    number: z.string().meta({ example: "2026-0042" }),
    website: z.object({ name: z.string() }),
    debtor: z.object({
      code: z.string().meta({ example: "D-77" }),
      name: z.string().meta({ description: "The code, where no name is known." }),
    }),
    createdAt: instant,
    invoiceDate: localDay,
    dueDate: localDay,
    statusCode,
    state,
    amount: Amount,
    open: Amount.meta({ description: "Without administration costs." }),
    nextStepOn: localDay.nullable(),
  })
  .meta({ id: "InvoiceSummary" });

export const InvoicePage = z
  .object({ data: z.array(InvoiceSummary), links: Links })
  .meta({ id: "InvoicePage" });

const channel = z.enum(channels);
const Step = z.object({
  position: z.int().meta({ example: 1 }),
  action: z.enum(stepActions),
  channel: channel.nullable(),
  fallbackChannel: channel.nullable(),
  fee: Amount,
});

const Communication = z.object({
  id,
  channel,
  kind: z.enum(communicationKinds),
  addressee: z.string(),
  status: z.enum(communicationStates),
  createdAt: instant,
  bounces: z.array(
    z.object({
      id,
      bouncedAt: instant,
      class: z.enum(bounceClasses),
      reason: z.string(),
      fallbackId: id.nullable().meta({ description: "The message that went out in its place." }),
    }),
  ),
});

const Debtor = z.object({
  code: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  mobile: z.string().nullable(),
  isPaused: z.boolean(),
  unreachable: z.array(channel).meta({ description: "Channels over which nothing arrives." }),
});

const Plan = z.object({
  id,
  status: z.enum(["active", "completed", "terminated"]),
  instalments: z.array(z.object({ number: z.int(), dueOn: localDay, amount: Amount })),
});

export const Invoice = z
  .object({
    id,
    key: z.string().meta({ example: "0195F2A47B1C7D2E9F304A5B6C7D8E9F" }),
    number: z.string(),
    website: z.object({ id, name: z.string() }),
    debtor: Debtor,
    description: z.string().nullable(),
    isTest: z.boolean(),
    createdAt: instant,
    invoiceDate: localDay,
    dueDate: localDay,
    statusCode,
    statusAt: instant,
    isPaid: z.boolean().meta({ description: "Nothing is open, administration costs not counted." }),
    schemeKey: z.string().nullable(),
    subscriptionId: id.nullable(),
    amounts: z.object({
      invoice: Amount,
      credited: Amount,
      paid: Amount,
      open: Amount,
      adminCosts: Amount,
      adminCostsPaid: Amount,
      openAdminCosts: Amount,
      pending: Amount.meta({ description: "On its way; it may still fail." }),
    }),
    steps: z.array(
      Step.extend({
        dueOn: localDay,
        doneAt: instant,
        outcome: z.enum(["done", "sent", "sent_backup", "skipped", "impossible"]),
      }),
    ),
    comingSteps: z
      .array(Step.extend({ dueOn: localDay }))
      .meta({ description: "With the first day of each." }),
    stepsWaitFor: z
      .enum(["not_allowed_now", "nothing_open", "debtor_paused", "test_invoice", "no_step"])
      .nullable()
      .meta({ description: "Why no further step is carried out; null: on its day." }),
    communications: z.array(Communication).meta({ description: "Newest first." }),
    payments: z.array(
      z.object({
        id,
        transactionReference,
        status: z.enum(paymentStatuses),
        amount: Amount,
        refunded: Amount,
        createdAt: instant,
      }),
    ),
    creditNotes: z.array(
      z.object({ id, number: z.string().nullable(), date: localDay, amount: Amount, createdAt: instant }),
    ),
    disputes: z.array(
      z.object({
        id,
        reason: z.string(),
        outcome: z.string().nullable(),
        openedAt: instant,
        closedAt: instant.nullable(),
      }),
    ),
    plan: Plan.nullable(),
  })
  .meta({ id: "Invoice" });
