import { getTranslations } from "next-intl/server";
import type { ListingView } from "@/components/listing/view";
import { Icon } from "@/components/ui/icon";
import type { Cursor } from "@/lib/listing/spec";

type PagerProps = { view: ListingView; next: Cursor | null; previous: Cursor | null };

/** Links, so that every page has an address; `[` and `]` press them. */
export async function Pager({ view: { href, query }, next, previous }: PagerProps) {
  const t = await getTranslations("listing");
  const link = "button no-underline";
  return (
    <nav
      aria-label={t("pager.title")}
      className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-2"
    >
      <p className="min-w-0 flex-1 text-xs text-faint">{t("zone", { zone: query.timezone })}</p>
      {query.page !== null && previous !== null && (
        <a href={href({ page: null })} className="button button-quiet no-underline">
          {t("pager.first")}
        </a>
      )}
      {previous !== null && (
        <a href={href({ page: { before: previous } })} className={link} rel="prev" data-key="previous">
          <Icon name="left" className="size-3.5" />
          {t("pager.previous")}
        </a>
      )}
      {next !== null && (
        <a href={href({ page: { after: next } })} className={link} rel="next" data-key="next">
          {t("pager.next")}
          <Icon name="right" className="size-3.5" />
        </a>
      )}
    </nav>
  );
}
