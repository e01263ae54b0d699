"use server";

import { RenewalSettingInput, saveRenewalSetting } from "@/lib/features/authorisations/commands/save-setting";
import { action } from "@/lib/web/action";

export const saveRenewals = action({
  permission: "settings:manage",
  input: RenewalSettingInput,
  run: saveRenewalSetting,
  refresh: "/settings/websites",
});
