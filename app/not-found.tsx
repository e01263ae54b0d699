import { getTranslations } from "next-intl/server";
import Link from "next/link";

export default async function NotFound() {
  const t = await getTranslations("app");
  return (
    <main id="main" className="mx-auto flex max-w-md flex-col items-start gap-3 px-6 py-24">
      <h1 className="text-xl font-semibold tracking-tight">{t("notFoundTitle")}</h1>
      <p className="text-soft">{t("notFoundText")}</p>
      <Link href="/payments" className="button mt-2 no-underline">
        {t("home")}
      </Link>
    </main>
  );
}
