import { z } from "zod";
import { looksLikeCardNumber } from "@/lib/kernel/card-number";
import { fromMajor } from "@/lib/kernel/money";
import type { WantedSettlement } from "@/lib/features/settlement/model";

/** What the page showed when the form was drawn, so that an old page does not decide. */
const page = {
  paymentId: z.uuid(),
  /** One of the payment's refunds, where that is what is moved. */
  refundId: z.uuid().optional(),
  seenSettle: z
    .string()
    .regex(/^\d{0,3}$/)
    .transform((text) => (text === "" ? null : Number(text))),
  seenMinor: z.coerce.number().int(),
  seenDue: z.union([z.literal("").transform(() => null), z.iso.date()]),
};
const typedAmount = { amount: z.string().max(20), currency: z.string().length(3) };

const seenOf = (form: { seenSettle: number | null; seenMinor: number; seenDue: string | null }) => ({
  settleStatus: form.seenSettle,
  settleMinor: form.seenMinor,
  settleDueDate: form.seenDue,
});

function readMinor(form: { amount: string; currency: string }, context: z.RefinementCtx): number | null {
  const money = fromMajor(form.amount.replace(",", "."), form.currency);
  if (money.ok && money.value.minor > 0) return money.value.minor;
  const message = money.ok ? "not_a_number" : money.error;
  context.addIssue({ code: "custom", path: ["amount"], message });
  return null;
}

const optionalText = z
  .string()
  .trim()
  .max(100)
  .refine((text) => !looksLikeCardNumber(text), { error: "card_number" })
  .transform((text) => (text === "" ? null : text));

const Update = z.discriminatedUnion("move", [
  z.object({ ...page, move: z.literal("suspend") }),
  z.object({ ...page, move: z.literal("release") }),
  z.object({ ...page, move: z.literal("change_amount"), ...typedAmount }),
  z.object({ ...page, move: z.literal("change_due_date"), dueDate: z.iso.date() }),
  z.object({
    ...page,
    move: z.literal("change_order_reference"),
    orderReference: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .refine((text) => !looksLikeCardNumber(text), { error: "card_number" }),
  }),
]);

function wantedOf(form: z.output<typeof Update>, context: z.RefinementCtx): WantedSettlement | null {
  switch (form.move) {
    case "suspend":
      return { settleStatus: 2 };
    case "release":
      return { settleStatus: 1 };
    case "change_due_date":
      return { settleDueDate: form.dueDate };
    case "change_order_reference":
      return { orderReference: form.orderReference };
    case "change_amount": {
      const settleMinor = readMinor(form, context);
      return settleMinor === null ? null : { settleMinor };
    }
  }
}

export const UpdateInput = Update.transform((form, context) => {
  const wanted = wantedOf(form, context);
  return wanted === null
    ? z.NEVER
    : { paymentId: form.paymentId, refundId: form.refundId, wanted, seen: seenOf(form) };
});

export const CancelInput = z.object(page).transform((form) => ({
  paymentId: form.paymentId,
  wanted: { settleStatus: 3 as const },
  seen: seenOf(form),
}));

export const CaptureInput = z.object({ ...page, ...typedAmount }).transform((form, context) => {
  const minor = readMinor(form, context);
  return minor === null ? z.NEVER : { paymentId: form.paymentId, minor, seen: seenOf(form) };
});

export const ShipmentInput = z
  .object({
    paymentId: z.uuid(),
    intentId: z.uuid(),
    carrier: optionalText,
    trackingCode: optionalText,
  })
  .transform((wish) => ({ ...wish, shippedAt: null }));

export const RetryLinkInput = z.object({ paymentId: z.uuid() });
