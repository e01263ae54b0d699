import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { Permission } from "@/lib/kernel/access";

const tabs = {
  "email-bounces": "bounces:read",
  "credit-management-bounces": "bounces:read",
  workbench: "bounces:resend",
  suppressions: "bounces:read",
  reports: "messages:read",
} as const satisfies Readonly<Record<string, Permission>>;
export type BounceTab = keyof typeof tabs;

const hrefOf = (tab: BounceTab) => (tab === "workbench" ? "/bounces/workbench" : `/${tab}`);

type TabsProps = { readonly tab: BounceTab; readonly may: ReadonlySet<Permission> };

/** Everything about messages that did not arrive, side by side. */
export async function BounceTabs({ tab, may }: TabsProps) {
  const t = await getTranslations("bounces");
  const shown = (Object.keys(tabs) as BounceTab[]).filter((name) => may.has(tabs[name]));
  return (
    <nav aria-label={t("tabs.title")} className="no-print mb-4 flex flex-wrap gap-1 border-b border-line">
      {shown.map((name) => (
        <Link
          key={name}
          href={hrefOf(name)}
          prefetch={false}
          aria-current={name === tab ? "page" : undefined}
          className="-mb-px border-b-2 border-transparent px-3 py-2 text-sm font-medium text-soft no-underline hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
        >
          {t(`tabs.${name}`)}
        </Link>
      ))}
    </nav>
  );
}
