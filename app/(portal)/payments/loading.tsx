import { getTranslations } from "next-intl/server";
import { ListingSkeleton } from "@/components/listing/listing-skeleton";

export default async function Loading() {
  const t = await getTranslations("app");
  return <ListingSkeleton label={t("loading")} />;
}
