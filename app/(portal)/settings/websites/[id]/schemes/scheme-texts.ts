import { getTranslations } from "next-intl/server";
import type { SchemeFormTexts } from "@/app/(portal)/settings/websites/[id]/schemes/scheme-form";
import { stepActions } from "@/lib/features/schemes/model";

const problems = [
  "no_steps",
  "too_many_steps",
  "days_fall",
  "days_out_of_range",
  "channel_missing",
  "channel_not_used",
  "same_fallback",
  "fee_missing",
  "fee_out_of_range",
  "after_the_end",
  "key_used",
] as const;

/** Total over the reasons of the command. */
export async function schemeTexts(): Promise<SchemeFormTexts> {
  const t = await getTranslations("schemes");
  const invoices = await getTranslations("invoices");
  const settings = await getTranslations("settings");
  const app = await getTranslations("app");
  const said = Object.fromEntries(problems.map((problem) => [problem, t(`problems.${problem}`)]));
  const general = { forbidden: settings("forbidden"), not_found: settings("gone") };
  return {
    name: t("name"),
    key: t("key"),
    keyHint: t("keyHint"),
    days: t("days"),
    daysHint: t("daysHint"),
    action: t("action"),
    channel: t("channel"),
    fallback: t("fallback"),
    fee: t("fee"),
    none: t("none"),
    add: t("add"),
    remove: t("remove"),
    step: t("step"),
    save: app("save"),
    saved: app("saved"),
    wrong: t("wrong"),
    actions: stepActions.map((id) => ({ id, label: invoices(`steps.actions.${id}`) })),
    channels: (["email", "sms"] as const).map((id) => ({ id, label: invoices(`channels.${id}`) })),
    refusals: { ...said, ...general } as SchemeFormTexts["refusals"],
  };
}
