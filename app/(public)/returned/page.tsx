import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CustomerFrame } from "@/app/(public)/customer-frame";

const outcomes = ["noted", "cancelled", "unknown"] as const;

type ReturnedRoute = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("returned"))("title"), robots: { index: false, follow: false } };
}

/** Where a customer of a shop without a page of its own ends up after the bank. */
export default async function ReturnedPage({ searchParams }: ReturnedRoute) {
  const asked = (await searchParams)["as"];
  const outcome = outcomes.find((known) => known === asked) ?? "unknown";
  const t = await getTranslations("returned");
  return (
    <CustomerFrame title={t("title")}>
      <p className="notice">{t(outcome)}</p>
    </CustomerFrame>
  );
}
