"use server";

import {
  RefundLimitInput,
  removeRefundLimit,
  RemoveLimitInput,
  setRefundLimit,
} from "@/lib/features/refunds/commands/refund-limits";
import { action } from "@/lib/web/action";

export const saveLimit = action({
  permission: "settings:manage",
  input: RefundLimitInput,
  run: setRefundLimit,
  refresh: "/settings/refunds",
});

export const removeLimit = action({
  permission: "settings:manage",
  input: RemoveLimitInput,
  run: removeRefundLimit,
  refresh: "/settings/refunds",
});
