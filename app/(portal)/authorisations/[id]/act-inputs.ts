import { z } from "zod";
import { lastActions } from "@/lib/features/authorisations/model";
import { fromMajor } from "@/lib/kernel/money";

/** An amount of 0 stops the renewals (CT-13). */
export const CaptureInput = z
  .object({
    paymentId: z.uuid(),
    amount: z.string().max(20),
    currency: z.string().length(3),
    finish: z.literal("on").optional(),
    /** What was left on the page that the person saw. */
    seenRemaining: z.coerce.number().int(),
  })
  .transform(({ amount, currency, finish, ...wish }, context) => {
    const money = fromMajor(amount.replace(",", "."), currency);
    if (money.ok) return { ...wish, minor: money.value.minor, finish: finish === "on" };
    context.addIssue({ code: "custom", path: ["amount"], message: money.error });
    return z.NEVER;
  });

export const StopInput = z.object({ paymentId: z.uuid() });

export const ReverseInput = z.object({ paymentId: z.uuid(), seen: z.enum(lastActions) });
