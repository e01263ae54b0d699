"use server";

import { choosePushFormat, PushFormatInput } from "@/lib/features/websites/commands/choose-push-format";
import { PaymentRulesInput, savePaymentRules } from "@/lib/features/websites/commands/payment-rules";
import { action } from "@/lib/web/action";

export const saveRules = action({
  permission: "settings:manage",
  input: PaymentRulesInput,
  run: savePaymentRules,
  refresh: "/settings/websites",
});

export const savePushFormat = action({
  permission: "settings:manage",
  input: PushFormatInput,
  run: choosePushFormat,
  refresh: "/settings/websites",
});
