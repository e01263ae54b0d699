import { getTranslations } from "next-intl/server";
import { noCardNumber } from "@/components/listing/filter-fields";
import { FilterPanels } from "@/components/listing/filter-panels";
import { filtersOn, type ListingView } from "@/components/listing/view";
import { SearchBox } from "@/components/listing/search-box";
import { Icon } from "@/components/ui/icon";
import { offersOf } from "@/lib/listing/complete";
import { inBox } from "@/lib/listing/search-box";
import { vocabularyOf } from "@/lib/listing/vocabulary";

/** The words of the box, in the reader's language, are written into the page: the box needs no request for them. */
async function SearchField({ view }: { view: ListingView }) {
  const t = await getTranslations("listing");
  const say = await getTranslations();
  const { search, verbatim } = view.query;
  const signs = [">", "<"] as const;
  return (
    <SearchBox
      label={say(`${view.name as "payments"}.search`)}
      typed={search === null ? "" : inBox(search, verbatim)}
      offers={offersOf(
        vocabularyOf(view.listing, view.labels),
        signs.map((sign) => [sign, t(sign === ">" ? "suggest.more" : "suggest.less")] as const),
      )}
      suggestions={t("suggest.title")}
      refused={{ pattern: noCardNumber, title: t("noCardNumber") }}
    />
  );
}

/** A GET form: it works as plain HTML, and the frame around it makes it soft. */
export async function FilterBar({ view }: { view: ListingView }) {
  const t = await getTranslations("listing");
  const on = filtersOn(view);
  const kept = new URL(view.href({ search: null, filters: {} }), "http://form").searchParams;
  return (
    <form
      action={`/${view.name}`}
      method="get"
      role="search"
      className="relative mb-3 flex flex-wrap items-start gap-2"
    >
      {view.listing.searchable && <SearchField view={view} />}
      <button type="button" popoverTarget="filters" className="button sm:hidden">
        <Icon name="filters" />
        {t("filters")}
        {on.length > 0 && <span className="filter-mark">{on.length}</span>}
      </button>
      <FilterPanels view={view} on={on} />
      {[...kept].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </form>
  );
}
