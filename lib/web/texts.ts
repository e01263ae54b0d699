import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { currentSession } from "@/lib/web/session";
import { guessLocale, isLocale } from "@/lib/kernel/locale";
import type messages from "@/locales/en.json";

declare module "next-intl" {
  interface AppConfig {
    Locale: "en" | "nl" | "de" | "fi" | "pl";
    Messages: typeof messages;
  }
}

export const localeCookie = "locale";

/** The person's own language first, then the one chosen in this browser, then the browser's wish. */
export default getRequestConfig(async () => {
  // Without a database the error page still has to speak.
  const person = currentSession().catch(() => null);
  const [session, jar, head] = await Promise.all([person, cookies(), headers()]);
  const chosen = session?.user.locale ?? jar.get(localeCookie)?.value;
  const locale = isLocale(chosen) ? chosen : guessLocale(head.get("accept-language"));
  const catalogue = (await import(`@/locales/${locale}.json`)) as { default: typeof messages };
  return { locale, messages: catalogue.default, timeZone: "UTC" };
});
