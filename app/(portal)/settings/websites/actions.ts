"use server";

import { PaymentRulesInput, savePaymentRules } from "@/lib/features/websites/commands/payment-rules";
import { action } from "@/lib/web/action";

export const saveRules = action({
  permission: "settings:manage",
  input: PaymentRulesInput,
  run: savePaymentRules,
  refresh: "/settings/websites",
});
