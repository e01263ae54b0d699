import { getTranslations } from "next-intl/server";
import Link from "next/link";

export type RequestTab = "overview" | "log" | "messages" | "gateway";

const paths: Readonly<Record<RequestTab, string>> = {
  overview: "",
  log: "/log",
  messages: "/messages",
  gateway: "/gateway-requests",
};

type TabsProps = { readonly id: string; readonly tab: RequestTab; readonly shown: readonly RequestTab[] };

/** BK-6 to BK-8: every tab is an address of its own. */
export async function RequestTabs({ id, tab, shown }: TabsProps) {
  const t = await getTranslations("data-requests");
  return (
    <nav
      aria-label={t("parts.tabs")}
      className="no-print mb-4 flex gap-1 overflow-x-auto border-b border-line"
    >
      {shown.map((one) => (
        <Link
          key={one}
          href={`/data-requests/${id}${paths[one]}`}
          prefetch={false}
          scroll={false}
          aria-current={one === tab ? "page" : undefined}
          className="border-b-2 border-transparent px-3 py-2 text-sm font-medium whitespace-nowrap text-soft no-underline hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
        >
          {t(`parts.${one}`)}
        </Link>
      ))}
    </nav>
  );
}
