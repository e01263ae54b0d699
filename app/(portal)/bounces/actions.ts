"use server";

import { repeatMessage, RepeatMessageInput } from "@/lib/features/bounces/commands/repeat";
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

export const sendOnceMore = action({
  permission: "bounces:resend",
  input: RepeatMessageInput,
  run: repeatMessage,
  refresh: "/",
});
