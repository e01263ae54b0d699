import { z } from "zod";
import { fromMajor } from "@/lib/kernel/money";
import { isLocalDay } from "@/lib/kernel/zoned-day";
import type { InvoiceAct } from "@/lib/features/invoices/commands/act";
import { agencyEvents } from "@/lib/features/invoices/model";
import { instalmentLimits } from "@/lib/features/schemes/model";

const { least, most } = instalmentLimits;
const orNull = (text: z.ZodType<string>) => z.union([z.literal("").transform(() => null), text]);
const line = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .refine((text) => !/\p{Cc}/u.test(text));
const of = (invoiceId = z.uuid()) => ({ invoiceId });

const plain = z.object({
  ...of(),
  act: z.enum([
    ...([
      "pause",
      "unpause",
      "end_plan",
      "next_step",
      "pause_debtor",
      "resume_debtor",
      "write_off",
      "cancel",
    ] as const),
    ...agencyEvents,
  ]),
});
const dispute = z.object({ ...of(), act: z.literal("dispute"), reason: line(500).min(3) });
const closeDispute = z.object({ ...of(), act: z.literal("close_dispute"), outcome: orNull(line(500)) });
const plan = z.object({
  ...of(),
  act: z.literal("plan"),
  count: z.coerce.number().int().min(least).max(most),
  startOn: orNull(z.string().refine(isLocalDay)),
});
const credit = z.object({
  ...of(),
  act: z.literal("credit"),
  currency: z.string(),
  amount: z.string().trim(),
  number: orNull(line(50)),
});
const correct = z.object({
  ...of(),
  act: z.literal("correct_debtor"),
  name: orNull(line(200)),
  email: orNull(z.email().max(254)),
  mobile: orNull(
    z
      .string()
      .trim()
      .regex(/^\+?[\d ()-]{6,20}$/),
  ),
});

type Read = { readonly invoiceId: string; readonly wish: InvoiceAct };

/** What a form of the page asks for. */
export const InvoiceActInput = z
  .discriminatedUnion("act", [plain, dispute, closeDispute, plan, credit, correct])
  .transform((given, context): Read => {
    const { invoiceId } = given;
    if (given.act !== "credit") return { invoiceId, wish: given };
    const money = fromMajor(given.amount.replace(",", "."), given.currency);
    if (money.ok && money.value.minor > 0)
      return { invoiceId, wish: { act: "credit", minor: money.value.minor, number: given.number } };
    context.addIssue({ code: "custom", path: ["amount"], message: "not_an_amount" });
    return z.NEVER;
  });
