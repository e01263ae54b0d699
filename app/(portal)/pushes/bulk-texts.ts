import { getLocale, getMessages, getTranslations } from "next-intl/server";
import { pluralForms } from "@/components/ui/plural";

const counted = ["willSend", "noAddress", "neverPushed", "notNewest", "dueSoon", "submit"] as const;

/** What the dialog says, written out for the browser. */
export async function bulkTexts() {
  const [locale, t, app, { bulkPush }] = await Promise.all([
    getLocale(),
    getTranslations("bulkPush"),
    getTranslations("app"),
    getMessages(),
  ]);
  const say = (name: (typeof counted)[number]) => pluralForms(locale, (count) => t(name, { count }));
  return {
    open: t("open"),
    openAll: t("openAll"),
    title: t("title"),
    planning: t("planning"),
    newestOnly: t("newestOnly"),
    careful: t("careful"),
    left: t("left"),
    nothing: t("nothing"),
    again: t("again"),
    close: app("close"),
    refusals: bulkPush.refusals,
    counts: Object.fromEntries(counted.map((name) => [name, say(name)])) as Record<
      (typeof counted)[number],
      ReturnType<typeof say>
    >,
  };
}
export type BulkTexts = Awaited<ReturnType<typeof bulkTexts>>;
