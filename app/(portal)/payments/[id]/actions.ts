"use server";

import { z } from "zod";
import { ResendPushInput, resendPush } from "@/lib/features/pushes/commands/resend-push";
import { requestRefund } from "@/lib/features/refunds/commands/request-refund";
import { fromMajor } from "@/lib/kernel/money";
import { action } from "@/lib/web/action";

const RefundForm = z
  .object({
    paymentId: z.uuid(),
    amount: z.string().max(20),
    currency: z.string().length(3),
    seenLeft: z.coerce.number().int(),
    intentId: z.uuid(),
    reason: z.string().trim().max(200),
  })
  .transform(({ amount, currency, reason, ...wish }, context) => {
    const money = fromMajor(amount.replace(",", "."), currency);
    const refusal = money.ok ? (money.value.minor > 0 ? null : "not_a_number") : money.error;
    if (!money.ok || refusal !== null) {
      context.addIssue({ code: "custom", path: ["amount"], message: refusal ?? "not_a_number" });
      return z.NEVER;
    }
    return { ...wish, amount: money.value, reason: reason === "" ? null : reason };
  });

export const refund = action({
  permission: "payments:refund",
  input: RefundForm,
  run: requestRefund,
  refresh: "/payments",
});

export const resend = action({
  permission: "pushes:resend",
  input: ResendPushInput,
  run: resendPush,
  refresh: "/payments",
});
