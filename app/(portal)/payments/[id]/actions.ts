"use server";

import { ResendPushInput, resendPush } from "@/lib/features/pushes/commands/resend-push";
import { RefundInput, requestRefund } from "@/lib/features/refunds/commands/request-refund";
import { action } from "@/lib/web/action";

export const refund = action({
  permission: "payments:refund",
  input: RefundInput,
  run: requestRefund,
  refresh: "/payments",
});

export const resend = action({
  permission: "pushes:resend",
  input: ResendPushInput,
  run: resendPush,
  refresh: "/payments",
});
