import { getTranslations } from "next-intl/server";
import type { PasswordTexts } from "@/app/(public)/password-field";
import { longestPassword, shortestPassword, type PasswordProblem } from "@/lib/kernel/password";

export async function passwordTexts(): Promise<PasswordTexts> {
  const t = await getTranslations("newPassword");
  const problems: Readonly<Record<PasswordProblem, string>> = {
    too_short: t("tooShort", { count: shortestPassword }),
    too_long: t("tooLong", { count: longestPassword }),
    too_simple: t("tooSimple"),
    too_close: t("tooClose"),
  };
  return { label: t("label"), hint: t("hint", { count: shortestPassword }), show: t("show"), problems };
}
