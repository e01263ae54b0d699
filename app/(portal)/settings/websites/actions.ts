"use server";

import { sendTestPush, SendTestInput } from "@/lib/features/pushes/commands/send-test";
import { MailSettingsInput, saveMailSettings } from "@/lib/features/websites/commands/mail-settings";
import { PaymentRulesInput, savePaymentRules } from "@/lib/features/websites/commands/payment-rules";
import {
  EndOldSecretInput,
  endOldPushSecret,
  RevealSecretInput,
  revealPushSecret,
  RotateSecretInput,
  rotatePushSecret,
} from "@/lib/features/websites/commands/push-secret";
import { PushSettingsInput, savePushSettings } from "@/lib/features/websites/commands/push-settings";
import { action } from "@/lib/web/action";

const refresh = "/settings/websites";

export const saveRules = action({
  permission: "settings:manage",
  input: PaymentRulesInput,
  run: savePaymentRules,
  refresh,
});

export const saveMails = action({
  permission: "settings:manage",
  input: MailSettingsInput,
  run: saveMailSettings,
  refresh,
});

export const savePushes = action({
  permission: "settings:manage",
  input: PushSettingsInput,
  run: savePushSettings,
  refresh,
});

export const rotateSecret = action({
  permission: "settings:manage",
  input: RotateSecretInput,
  run: rotatePushSecret,
  refresh,
});

export const endOldSecret = action({
  permission: "settings:manage",
  input: EndOldSecretInput,
  run: endOldPushSecret,
  refresh,
});

export const revealSecret = action({
  permission: "secrets:reveal",
  input: RevealSecretInput,
  run: revealPushSecret,
  refresh,
});

export const sendTest = action({
  permission: "settings:manage",
  input: SendTestInput,
  run: sendTestPush,
  refresh,
});
