import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { speak } from "@/app/(portal)/actions";
import { SettingsPage } from "@/app/(portal)/settings/settings-page";
import { Facts } from "@/components/detail/facts";
import { Section } from "@/components/detail/section";
import type { Role } from "@/lib/kernel/access";
import { locales } from "@/lib/kernel/locale";
import { requireSession } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("pages.profile") };
}

async function Language() {
  const t = await getTranslations("profile");
  const shell = await getTranslations("shell");
  const names = await getTranslations("languages");
  const chosen = await getLocale();
  return (
    <Section title={shell("language")}>
      <div className="px-4 py-3">
        <p className="mb-3 text-sm text-soft">{t("languageHint")}</p>
        <div role="group" aria-label={shell("language")} className="flex flex-wrap gap-2">
          {locales.map((locale) => (
            <form key={locale} action={speak.bind(null, locale)}>
              <button
                type="submit"
                lang={locale}
                aria-pressed={locale === chosen}
                className="button aria-pressed:border-accent aria-pressed:bg-accent-tint aria-pressed:text-accent"
              >
                {names(locale)}
              </button>
            </form>
          ))}
        </div>
      </div>
    </Section>
  );
}

export default async function ProfilePage() {
  const { user, merchant } = await requireSession();
  const t = await getTranslations("profile");
  const title = (await getTranslations("settings"))("pages.profile");
  const roles = await getTranslations("roles");
  const copy = (await getTranslations("app"))("copy");
  return (
    <SettingsPage title={title} lead={t("lead")}>
      <div className="flex flex-col gap-4">
        <Facts
          title={user.name}
          copy={copy}
          facts={[
            { label: t("name"), value: user.name },
            { label: t("email"), value: user.email },
            { label: t("merchant"), value: merchant.name },
            { label: t("role"), value: roles(merchant.role as Role) },
          ]}
        />
        <Language />
      </div>
    </SettingsPage>
  );
}
