"use server";

import { cancelRefund, CancelRefundInput } from "@/lib/features/refunds/commands/cancel-refund";
import { ApprovalInput, decideOnRefund } from "@/lib/features/refunds/commands/decide-approval";
import { action } from "@/lib/web/action";

export const decide = action({
  permission: "refunds:approve",
  input: ApprovalInput,
  run: decideOnRefund,
  refresh: "/",
});

export const withdraw = action({
  permission: "payments:refund",
  input: CancelRefundInput,
  run: cancelRefund,
  refresh: "/",
});
