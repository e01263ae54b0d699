import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Fields } from "@/components/listing/filter-fields";
import type { FilterOn, ListingView } from "@/components/listing/view";
import { Icon } from "@/components/ui/icon";
import { placesOf } from "@/lib/listing/places";

function markOf(on: FilterOn | undefined): string | null {
  if (on === undefined) return null;
  return on.kind === "choice" || on.kind === "reference" ? String(on.value.length) : "1";
}

type PanelProps = {
  readonly label: string;
  readonly mark?: string | null;
  /** Only one panel of a group stays open. */
  readonly group: "filters" | "more-filters";
  readonly apply?: string;
  readonly children: ReactNode;
};

/** A native disclosure: it opens without script. Where there is room it floats below its button. */
function Panel({ label, mark = null, group, apply, children }: PanelProps) {
  return (
    <details name={group} className={group === "filters" ? "filter" : "filter-row"}>
      <summary data-on={mark !== null || undefined}>
        {label}
        {mark !== null && <span className="filter-mark">{mark}</span>}
        <Icon name="down" className="filter-arrow" />
      </summary>
      <div className="filter-body">
        {children}
        {apply !== undefined && (
          <p className="filter-apply max-sm:hidden">
            <button type="submit" className="button button-primary w-full">
              {apply}
            </button>
          </p>
        )}
      </div>
    </details>
  );
}

type Props = { readonly view: ListingView; readonly on: readonly FilterOn[] };

/** The common filters, the ones that are on, and one panel with the others. */
async function Panels({ view, on }: Props) {
  const t = await getTranslations("listing");
  const values = new Map(on.map((filter) => [filter.name, filter]));
  const { bar, more } = placesOf(view.listing, [...values.keys()]);
  const panels = (names: readonly string[], of: Pick<PanelProps, "group" | "apply">) =>
    names.map((name) => {
      const [filter, value] = [view.listing.filters[name], values.get(name)];
      return (
        filter && (
          <Panel key={name} label={view.texts.filters[name] ?? name} mark={markOf(value)} {...of}>
            <Fields view={view} name={name} filter={filter} on={value} />
          </Panel>
        )
      );
    });
  return (
    <div className="filters-all" data-key="filters">
      {panels(bar, { group: "filters", apply: t("apply") })}
      {more.length > 0 && (
        <Panel label={t("moreFilters")} group="filters" apply={t("apply")}>
          {panels(more, { group: "more-filters" })}
        </Panel>
      )}
    </div>
  );
}

/** A row of panels; on small screens a native popover is their drawer, as it is of the navigation. */
export async function FilterPanels(props: Props) {
  const [t, app] = await Promise.all([getTranslations("listing"), getTranslations("app")]);
  return (
    <div id="filters" popover="auto" role="group" aria-label={t("filters")} className="filters">
      <p className="filters-head sm:hidden">
        <span className="flex-1">{t("filters")}</span>
        <button
          type="button"
          popoverTarget="filters"
          popoverTargetAction="hide"
          aria-label={app("close")}
          className="button button-quiet px-2"
        >
          <Icon name="close" />
        </button>
      </p>
      <Panels {...props} />
      <p className="filters-foot sm:hidden">
        <button type="submit" className="button button-primary w-full">
          {t("apply")}
        </button>
      </p>
    </div>
  );
}
