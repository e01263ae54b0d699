import { getTranslations } from "next-intl/server";
import { NothingHere } from "@/components/shell/nothing-here";

export default async function PortalNotFound() {
  const t = await getTranslations("app");
  return <NothingHere title={t("notFoundTitle")} text={t("notFoundText")} home={t("home")} />;
}
