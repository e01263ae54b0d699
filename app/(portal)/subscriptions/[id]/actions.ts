"use server";

import { ChangeInput, SwitchInput } from "@/app/(portal)/subscriptions/[id]/form-input";
import { updateSubscription } from "@/lib/features/subscriptions/commands/update-subscription";
import { action } from "@/lib/web/action";

export const changePlan = action({
  permission: "subscriptions:manage",
  input: ChangeInput,
  run: updateSubscription,
  refresh: "/subscriptions",
});

/** Pause, resume and stop. */
export const switchPlan = action({
  permission: "subscriptions:manage",
  input: SwitchInput,
  run: updateSubscription,
  refresh: "/subscriptions",
});
