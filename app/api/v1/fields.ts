import { z } from "zod";
import { isTestCard, looksLikeCardNumber } from "@/lib/kernel/card-number";
import { currencies, maxMinor } from "@/lib/kernel/money";

const noCardNumber = (text: string) => !looksLikeCardNumber(text);
/** Control characters, and halves of characters that no database takes. */
const isPlain = (text: string) => !/[\p{Cc}\p{Cs}]/u.test(text);

export const freeText = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine(isPlain, { error: "control_character" })
    .refine(noCardNumber, { error: "card_number" });

export const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine(isPlain, { error: "control_character" })
  .refine(noCardNumber, { error: "card_number" });

/** Scheme, port and host are left to the address guard, which says what is wrong with them. */
const pushAddress = z
  .url()
  .max(1000)
  .refine(isPlain, { error: "control_character" })
  .refine(noCardNumber, { error: "card_number" });

export const wantedPushAddresses = {
  pushUrl: pushAddress.optional().meta({
    description:
      "A public https address that gets the pushes of this payment, of its refunds and retries, and of the payments of a plan that it begins. Left out: as the website is set.",
    example: "https://shop.example/pushes/A-77",
  }),
  pushUrlFailure: pushAddress.optional().meta({
    description: "Gets failed, rejected, expired, cancelled and retried instead of pushUrl.",
    example: "https://shop.example/failures/A-77",
  }),
};

export const emailAddress = z.email().max(255).refine(noCardNumber, { error: "card_number" });

const minorUnits = "In minor units: cents for EUR, yen for JPY, fils for KWD.";
const currency = z.enum(currencies).meta({ description: "ISO 4217 code.", example: "EUR" });

export const WantedAmount = z
  .strictObject({
    minor: z.int().min(1).max(maxMinor).meta({ description: minorUnits, example: 1050 }),
    currency,
  })
  .meta({ id: "WantedAmount" });

export const Amount = z
  .object({ minor: z.int().meta({ description: minorUnits, example: 1050 }), currency })
  .meta({ id: "Amount" });

export const Card = z
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

export const id = z.uuid().meta({ example: "0195f2a4-7b1c-7d2e-9f30-4a5b6c7d8e9f" });
export const instant = z.iso.datetime().meta({ example: "2026-11-22T09:30:12.000Z" });
export const localDay = z.iso.date().meta({ example: "2026-11-29" });

const inThisCentury = (text: string) => text.startsWith("20");

/** Dates that a merchant sends: what a calendar has and every database takes. */
export const wantedDay = localDay.refine(inThisCentury, { error: "out_of_range" });
export const wantedInstant = z.iso
  .datetime({ offset: true })
  .refine(inThisCentury, { error: "out_of_range" })
  .meta({ example: "2026-11-22T09:30:12.000Z" });

export const transactionReference = z.string().meta({ example: "52-9-1000001" });

/** Links of a page. */
export const Links = z.object({
  next: z.string().nullable().meta({ description: "Address of the next page, null on the last." }),
  previous: z.string().nullable().meta({ description: "Address of the page before, null on the first." }),
});

type WithMeans = { readonly method: string; readonly card?: unknown };

/** A card goes with the method card, and only with it. */
export function checkMeans({ method, card }: WithMeans, context: z.RefinementCtx): void {
  if (method === "card" && card === undefined) {
    context.addIssue({ code: "custom", path: ["card"], message: "required" });
  }
  if (method !== "card" && card !== undefined) {
    context.addIssue({ code: "custom", path: ["card"], message: "not_for_this_method" });
  }
}
