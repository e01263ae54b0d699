"use server";

import { liftSuppression, LiftSuppressionInput } from "@/lib/features/communications/commands/suppress";
import { action } from "@/lib/web/action";

export const lift = action({
  permission: "suppressions:lift",
  input: LiftSuppressionInput,
  run: liftSuppression,
  refresh: "/",
});
