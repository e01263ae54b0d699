import { getTranslations } from "next-intl/server";
import { NothingHere } from "@/components/shell/nothing-here";

export default async function NotFound() {
  const t = await getTranslations("app");
  return (
    <main id="main" className="px-4 py-12">
      <NothingHere title={t("notFoundTitle")} text={t("notFoundText")} home={t("home")} />
    </main>
  );
}
