"use server";

import { resendBounce, ResendBounceInput } from "@/lib/features/bounces/commands/resend";
import { resendBounces, ResendBouncesInput } from "@/lib/features/bounces/commands/resend-many";
import { action } from "@/lib/web/action";

export const sendAgain = action({
  permission: "bounces:resend",
  input: ResendBounceInput,
  run: resendBounce,
  refresh: "/",
});

export const sendAllAgain = action({
  permission: "bounces:resend",
  input: ResendBouncesInput,
  run: resendBounces,
  refresh: "/bounces",
});
