import { z } from "zod";
import { isTestCard, looksLikeCardNumber } from "@/lib/kernel/card-number";
import { currencies, maxMinor } from "@/lib/kernel/money";
import { captureModes, paymentMethods, paymentStatuses } from "@/lib/features/payments/model";
import { dayPresets } from "@/lib/kernel/day-preset";
import { maxPageSize } from "@/lib/listing/spec";
import { refundStatuses } from "@/lib/features/refunds/model";

const freeText = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !/\p{Cc}/u.test(text), { error: "control_character" })
    .refine((text) => !looksLikeCardNumber(text), { error: "card_number" });

const minorUnits = "In minor units: cents for EUR, yen for JPY, fils for KWD.";
const currency = z.enum(currencies).meta({ description: "ISO 4217 code.", example: "EUR" });

const Wanted = z
  .strictObject({
    minor: z.int().min(1).max(maxMinor).meta({ description: minorUnits, example: 1050 }),
    currency,
  })
  .meta({ id: "WantedAmount" });

const Amount = z
  .object({ minor: z.int().meta({ description: minorUnits, example: 1050 }), currency })
  .meta({ id: "Amount" });

const Card = z
  .strictObject({
    number: z
      .string()
      .max(40)
      .refine(isTestCard, { error: "not_a_test_card" })
      .meta({ description: "Only published test numbers. Never stored whole.", example: "4111111111111111" }),
    expiry: z
      .string()
      .regex(/^(0[1-9]|1[0-2])\/(20)?\d{2}$/)
      .meta({ description: "Month and year, MM/YYYY or MM/YY.", example: "12/2030" }),
    securityCode: z
      .string()
      .regex(/^\d{3,4}$/)
      .optional()
      .meta({ example: "123" }),
  })
  .meta({ id: "Card" });

export const NewPayment = z
  .strictObject({
    amount: Wanted,
    method: z.enum(paymentMethods).meta({ example: "card" }),
    card: Card.optional().meta({ description: "Needed for the method card, and only for it." }),
    orderReference: freeText(255).optional().meta({ example: "A-77" }),
    description: freeText(255).optional().meta({ example: "Two coffee cups" }),
    customer: z
      .strictObject({
        email: z
          .email()
          .max(255)
          .refine((text) => !looksLikeCardNumber(text), { error: "card_number" })
          .optional()
          .meta({ example: "eva@shop.example" }),
        name: freeText(255).optional().meta({ example: "Eva Nowak" }),
        country: z
          .string()
          .regex(/^[A-Z]{2}$/)
          .optional()
          .meta({ description: "ISO 3166-1 alpha-2.", example: "PL" }),
      })
      .optional(),
    captureMode: z
      .enum(captureModes)
      .optional()
      .meta({ description: "Left out: as the website is set.", example: "immediate" }),
  })
  .superRefine(({ method, card }, context) => {
    if (method === "card" && card === undefined) {
      context.addIssue({ code: "custom", path: ["card"], message: "required" });
    }
    if (method !== "card" && card !== undefined) {
      context.addIssue({ code: "custom", path: ["card"], message: "not_for_this_method" });
    }
  })
  .meta({
    id: "NewPayment",
    example: {
      amount: { minor: 1050, currency: "EUR" },
      method: "card",
      card: { number: "4111111111111111", expiry: "12/2030", securityCode: "123" },
      orderReference: "A-77",
      customer: { email: "eva@shop.example", name: "Eva Nowak", country: "PL" },
    },
  });

export const NewRefund = z
  .strictObject({
    amount: Wanted,
    seenLeft: z.int().min(0).max(maxMinor).optional().meta({
      description:
        "What was left to refund when you looked, in minor units. Refused when it has changed since.",
      example: 1050,
    }),
    reason: freeText(255).optional().meta({ example: "Damaged" }),
  })
  .meta({ id: "NewRefund", example: { amount: { minor: 500, currency: "EUR" }, reason: "Damaged" } });

const id = z.uuid().meta({ example: "0195f2a4-7b1c-7d2e-9f30-4a5b6c7d8e9f" });
const instant = z.iso.datetime().meta({ example: "2026-11-22T09:30:12.000Z" });
const status = z.enum(paymentStatuses).meta({ example: "completed" });

export const Refund = z
  .object({
    id,
    transactionReference: z.string().meta({ example: "52-9-1000002" }),
    createdAt: instant,
    status: z.enum(refundStatuses).meta({
      description: "`unknown`: the gateway did not answer; it is asked until it does. Do not refund again.",
      example: "done",
    }),
    statusAt: instant,
    amount: Amount,
    reason: z.string().nullable(),
    declineCode: z.string().nullable(),
  })
  .meta({ id: "Refund" });

export const Payment = z
  .object({
    id,
    transactionReference: z.string().meta({ example: "52-9-1000001" }),
    createdAt: instant,
    status: status.meta({
      description: "`started` after a create: the gateway did not answer in time; it is asked until it does.",
      example: "completed",
    }),
    statusAt: instant,
    website: z.object({ id: z.uuid(), name: z.string().meta({ example: "Shop" }) }),
    amount: Amount,
    captured: Amount,
    refunded: Amount,
    leftToRefund: Amount.meta({
      description: "Refunds that are asked for or unknown are already taken off.",
    }),
    method: z.enum(paymentMethods),
    card: z
      .object({ brand: z.string().nullable(), lastFour: z.string(), expiry: z.string().nullable() })
      .nullable(),
    captureMode: z.enum(captureModes),
    orderReference: z.string().nullable(),
    description: z.string().nullable(),
    customer: z.object({
      email: z.string().nullable(),
      name: z.string().nullable(),
      country: z.string().nullable(),
    }),
    declineCode: z.string().nullable(),
    refunds: z.array(Refund),
  })
  .meta({ id: "Payment" });

const PaymentSummary = z
  .object({
    id,
    createdAt: instant,
    status,
    amount: Amount,
    refunded: Amount,
    method: z.enum(paymentMethods).meta({ example: "card" }),
    methodDetail: z
      .string()
      .nullable()
      .meta({ description: "Brand and last four digits of a card.", example: "visa •••• 1111" }),
    orderReference: z.string().nullable().meta({ example: "A-77" }),
    customer: z.object({ email: z.string().nullable() }),
    website: z.object({ name: z.string() }),
  })
  .meta({ id: "PaymentSummary" });

export const PaymentPage = z
  .object({
    data: z.array(PaymentSummary),
    links: z.object({
      next: z.string().nullable().meta({ description: "Address of the next page, null on the last." }),
      previous: z.string().nullable().meta({ description: "Address of the page before, null on the first." }),
    }),
  })
  .meta({ id: "PaymentPage" });

export const Problem = z
  .object({
    type: z.string().meta({ example: "urn:counterfoil:problem:more_than_left" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    reason: z.string().meta({ description: "The last part of `type`.", example: "more_than_left" }),
    errors: z
      .array(
        z.object({
          field: z
            .string()
            .meta({ description: "Path of the field or name of the parameter.", example: "amount.minor" }),
          reason: z.string().meta({ example: "too_big" }),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem", description: "Problem details of RFC 9457." });

const localDay = z.iso.date();
const decimal = z.string().regex(/^\d{1,13}([.,]\d{1,3})?$/);
const many = <V extends readonly [string, ...string[]] | readonly string[]>(values: V) =>
  z.array(z.enum(values)).meta({ description: "Several mean: any of them." });

/** The filters of the payments screen, as `paymentListing` declares them. */
export const PaymentFilters = z.object({
  q: z.string().optional().meta({
    description: "Payment id, order reference, e-mail, piece of an e-mail, or last four digits.",
    example: "eva@",
  }),
  status: many(paymentStatuses).optional(),
  method: many(paymentMethods).optional(),
  website: z.array(z.uuid()).optional().meta({ description: "Ids of websites." }),
  from: localDay
    .optional()
    .meta({ description: "First local day of the merchant's zone.", example: "2026-03-01" }),
  to: localDay.optional().meta({ description: "Last local day, included.", example: "2026-03-31" }),
  created: z.enum(dayPresets).optional().meta({ description: "Instead of from and to." }),
  "amount-min": decimal.optional().meta({ description: "In major units.", example: "10.50" }),
  "amount-max": decimal.optional().meta({ description: "In major units.", example: "99" }),
  currency: currency.optional(),
  sort: z.enum(["createdAt", "-createdAt", "amount", "-amount"]).optional(),
  limit: z
    .int()
    .min(1)
    .optional()
    .meta({
      description: `50 when left out; more than ${maxPageSize} is cut to ${maxPageSize}.`,
      example: 50,
    }),
  after: z.string().optional().meta({ description: "Cursor, taken from links.next." }),
  before: z.string().optional().meta({ description: "Cursor, taken from links.previous." }),
});
