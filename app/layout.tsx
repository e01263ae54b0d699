import type { Metadata, Viewport } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { CommonTextsProvider } from "@/components/shell/common-texts";
import { CopyListener } from "@/components/shell/copy-listener";
import "@/app/globals.css";

export const metadata: Metadata = { title: { default: "Counterfoil", template: "%s · Counterfoil" } };
export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await getLocale();
  const theme = (await cookies()).get("theme")?.value;
  const t = await getTranslations("app");
  const texts = {
    copied: t("copied"),
    errorTitle: t("errorTitle"),
    errorText: t("errorText"),
    errorReference: t("errorReference"),
    retry: t("retry"),
    home: t("home"),
    close: t("close"),
  };
  return (
    <html
      lang={locale}
      {...((theme === "light" || theme === "dark") && { "data-theme": theme })}
      suppressHydrationWarning
    >
      <body>
        <a
          href="#main"
          className="sr-only z-50 rounded-md bg-accent px-4 py-2 text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          {t("skip")}
        </a>
        <CommonTextsProvider texts={texts}>
          {children}
          <CopyListener />
        </CommonTextsProvider>
      </body>
    </html>
  );
}
