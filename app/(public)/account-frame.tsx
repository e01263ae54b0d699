import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { speak } from "@/app/(portal)/actions";
import { locales } from "@/lib/kernel/locale";

async function Languages() {
  const names = await getTranslations("languages");
  const t = await getTranslations("shell");
  const chosen = await getLocale();
  return (
    <div role="group" aria-label={t("language")} className="flex flex-wrap justify-center gap-x-1">
      {locales.map((locale) => (
        <form key={locale} action={speak.bind(null, locale)}>
          <button
            type="submit"
            lang={locale}
            aria-pressed={locale === chosen}
            className="rounded-sm px-2 py-1 text-xs text-soft hover:text-ink aria-pressed:font-semibold aria-pressed:text-ink"
          >
            {names(locale)}
          </button>
        </form>
      ))}
    </div>
  );
}

/** The pages of a person who is not signed in. */
export async function AccountFrame({ title, children }: { title: string; children: ReactNode }) {
  const t = await getTranslations("signIn");
  return (
    <main id="main" className="flex min-h-dvh flex-col items-center justify-center gap-6 px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-3">
          {/* eslint-disable-next-line @next/next/no-img-element -- a small vector file needs no optimiser */}
          <img src="/logo.svg" alt="" width="36" height="36" />
          <div>
            <p className="text-lg leading-tight font-semibold tracking-tight">Counterfoil</p>
            <p className="text-sm text-soft">{t("lead")}</p>
          </div>
        </div>
        <section className="panel p-6 shadow-raised">
          <h1 className="mb-4 text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">{title}</h1>
          {children}
        </section>
      </div>
      <Languages />
    </main>
  );
}
