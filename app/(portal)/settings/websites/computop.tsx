import { getTranslations } from "next-intl/server";
import { ComputopForm } from "@/app/(portal)/settings/websites/computop-form";

type Website = { readonly id: string; readonly name: string };

/** What the website's server calls with by Computop's words. */
export async function Computop({ website, hasOne }: { website: Website; hasOne: boolean }) {
  const t = await getTranslations("computop");
  const app = await getTranslations("app");
  const issue = t(hasOne ? "renew" : "issue");
  const texts = {
    ...{ title: t("title"), explain: t(hasOne ? "explainRenewal" : "explain"), issue },
    ...{
      about: t("about", { action: issue, website: website.name }),
      once: t("once"),
      refused: t("refused"),
    },
    ...{ copy: app("copy"), mid: t("mid"), cipher: t("cipher"), hmac: t("hmac") },
    agree: hasOne ? t("agree") : null,
  };
  return <ComputopForm websiteId={website.id} texts={texts} />;
}
