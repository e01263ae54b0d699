import { getTranslations } from "next-intl/server";
import type { ResendOf, ResendTexts } from "@/app/(portal)/bounces/resend-model";
import type { BounceFacts, MessageFacts } from "@/lib/features/bounces/queries/facts";
import type { Permission } from "@/lib/kernel/access";

export async function resendTexts(): Promise<ResendTexts> {
  const t = await getTranslations("bounces");
  const app = await getTranslations("app");
  return {
    submit: t("resend.submit"),
    title: t("resend.title"),
    close: app("close"),
    address: t("resend.address"),
    keep: t("resend.keep"),
    keepHint: t("resend.keepHint"),
    over: t("resend.over"),
    listed: t("resend.listed"),
    suggestion: t("resend.suggestion", { address: "{address}" }),
    unknown: t("resend.unknown"),
    done: {
      bounce: t("resend.done", { address: "{address}" }),
      message: t("resend.repeated", { address: "{address}" }),
    },
    open: t("resend.open"),
    refusals: {
      forbidden: t("refusals.forbidden"),
      not_found: t("refusals.not_found"),
      no_message: t("refusals.no_message"),
      complained: t("refusals.complained"),
      known_now: t("refusals.known_now"),
      private: t("refusals.private"),
      too_soon: t("refusals.too_soon"),
      wrong_address: t("refusals.wrong_address"),
      suppressed: t("refusals.suppressed"),
    },
  };
}

export const resendOf = (
  what: ResendOf["what"],
  facts: BounceFacts | MessageFacts,
  may: ReadonlySet<Permission>,
): ResendOf => ({
  what,
  id: facts.id,
  channel: facts.channel,
  address: facts.addressee,
  suggestion: facts.suggestion,
  isOver: facts.isOver,
  isListed: facts.listed !== null,
  refusal: may.has("bounces:resend") ? facts.refusal : "forbidden",
});
