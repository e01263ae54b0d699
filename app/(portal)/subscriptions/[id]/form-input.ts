import { z } from "zod";
import { looksLikeCardNumber } from "@/lib/kernel/card-number";
import { fromMajor } from "@/lib/kernel/money";
import { subscriptionUnits, type WantedSubscription } from "@/lib/features/subscriptions/model";

const wholeNumber = z
  .string()
  .trim()
  .regex(/^\d{1,5}$/)
  .transform(Number);

/** Only the fields that somebody changed are in the form. */
export const ChangeInput = z
  .object({
    subscriptionId: z.uuid(),
    currency: z.string(),
    amount: z.string().optional(),
    frequency: wholeNumber.optional(),
    unit: z.enum(subscriptionUnits).optional(),
    finalNumber: z.union([z.literal("").transform(() => null), wholeNumber]).optional(),
    orderReference: z
      .string()
      .trim()
      .min(1)
      .max(255)
      .refine((text) => !/\p{Cc}/u.test(text) && !looksLikeCardNumber(text))
      .optional(),
  })
  .transform(({ subscriptionId, currency, amount, ...fields }, context) => {
    const money = amount === undefined ? null : fromMajor(amount.replace(",", "."), currency);
    if (money?.ok === false) {
      context.addIssue({ code: "custom", path: ["amount"], message: money.error });
      return z.NEVER;
    }
    const wanted = { ...fields, ...(money === null ? {} : { amountMinor: money.value.minor }) };
    return { subscriptionId, wanted: definedOf(wanted) };
  });

const definedOf = (wanted: object): WantedSubscription =>
  Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));

export const SwitchInput = z
  .object({ subscriptionId: z.uuid(), status: z.enum(["inactive", "active", "stopped"]) })
  .transform(({ subscriptionId, status }) => ({ subscriptionId, wanted: { status } }));
