import { getTranslations } from "next-intl/server";
import { Suspense, type ReactNode } from "react";
import type { TableColumn } from "@/components/listing/cell";
import { isCrowded } from "@/components/listing/crowded";
import { Chips } from "@/components/listing/chips";
import { DataTable } from "@/components/listing/data-table";
import type { TableTexts } from "@/components/listing/table-model";
import { ExportMenu } from "@/components/listing/export-menu";
import { FilterBar } from "@/components/listing/filter-bar";
import { ListingFrame } from "@/components/listing/frame";
import { EmptyState, IgnoredNotice } from "@/components/listing/notices";
import { Pager } from "@/components/listing/pager";
import { SummaryLine, SummaryPending } from "@/components/listing/summary-line";
import { ViewControls, ViewTabs, type ListViews } from "@/components/listing/view-tabs";
import { viewListing, type ListingView, type Options, type Translator } from "@/components/listing/view";
import type { Tone } from "@/components/ui/icon";
import { pluralForms } from "@/components/ui/plural";
import { formatRow, type FormattedRow } from "@/lib/listing/cells";
import { arranged, isFixed } from "@/lib/listing/columns";
import type { CellKind, Filters, Listing, ListingQuery, Page, Sort, Summary } from "@/lib/listing/spec";

/** What Next hands to the page of a list. */
export type ListingRoute = {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

type Tones = Readonly<Record<string, Readonly<Record<string, Tone>>>>;

type ListingPageProps<Row extends { readonly id: string }, F extends Filters> = {
  readonly listing: Listing<Row, F>;
  readonly query: ListingQuery<F>;
  readonly page: Page<Row>;
  readonly summary: Promise<Summary | null>;
  /** Labels of reference filters. */
  readonly options?: Options;
  /** How the words of status columns look. */
  readonly tones?: Tones;
  /** Saved views of the list, and the columns of the one that is open. */
  readonly views?: ListViews;
  readonly mayExport?: boolean;
  /** What the list calls its export. */
  readonly exportTitle?: string;
  /** Rows change in place while one looks. */
  readonly live?: boolean;
  /** For few rows with long texts. */
  readonly tall?: boolean;
  readonly actions?: ReactNode;
  /** How a first row comes about, for a list that is empty. */
  readonly begin?: string;
  /** Stands between the title and the views. */
  readonly above?: ReactNode;
  /** What can be done with ticked rows, which it finds in `SelectionContext`. */
  readonly bulk?: ReactNode;
  /** What can be done with a row, by its id. */
  readonly rowActions?: Readonly<Record<string, ReactNode>>;
};

function sortOf({ listing, query, href }: ListingView, key: string): TableColumn["sort"] {
  if (!listing.columns.some((column) => (column.key as string) === key && column.sortable)) return null;
  const now = query.sort.key === key ? query.sort.direction : null;
  const next: Sort = { key, direction: now === "desc" ? "asc" : "desc" };
  const said = { asc: "ascending", desc: "descending" } as const;
  return { href: href({ sort: next }), direction: now === null ? "none" : said[now] };
}

const longestOf = (rows: readonly FormattedRow[], place: number): number =>
  Math.min(
    36,
    Math.max(8, ...rows.map(({ cells }) => (typeof cells[place] === "string" ? cells[place].length : 0))),
  );

const noteOf = ({ texts }: ListingView, { note }: { readonly note?: string }, tones: Tones) =>
  note === undefined
    ? {}
    : { note: { words: texts.values[note] ?? {}, ...(tones[note] && { tones: tones[note] }) } };

const isInstant = (kind: CellKind) => kind === "instant" || kind === "due" || kind === "day";

function columnsOf(view: ListingView, rows: readonly FormattedRow[], tones: Tones): TableColumn[] {
  const { columns } = view.listing;
  const mainMoney = columns.find(({ kind }) => kind === "money")?.key as string | undefined;
  const ownInstant = columns.find(({ kind }) => isInstant(kind))?.key as string | undefined;
  return columns.map((column, place) => {
    const key: string = column.key;
    const words = view.texts.values[key];
    const tone = tones[key];
    return {
      key,
      kind: column.kind,
      label: view.texts.columns[key] ?? key,
      sort: sortOf(view, key),
      secondary: column.kind === "money" && key !== mainMoney,
      named: column.kind === "count" || (isInstant(column.kind) && key !== ownInstant),
      fixed: isFixed(column),
      letters: column.kind === "text" ? longestOf(rows, place) : null,
      ...(words && { words }),
      ...(tone && { tones: tone }),
      ...noteOf(view, column, tones),
    };
  });
}

const writeTableTexts = (t: Translator<"listing">, { texts, locale }: ListingView): TableTexts => ({
  caption: texts.title,
  tickPage: t("tickPage"),
  tickRow: t("tickRow"),
  columns: t("columns"),
  moveUp: t("moveUp", { column: "{column}" }),
  moveDown: t("moveDown", { column: "{column}" }),
  copyIds: t("copyIds"),
  clearTicks: t("clearTicks"),
  rowActions: t("rowActions"),
  leftFilter: t("leftFilter"),
  fresh: pluralForms(locale, (count) => t("fresh", { count })),
  ticked: pluralForms(locale, (count) => t("ticked", { count })),
});

const written = new Map<string, TableTexts>();

/** Plural forms are slow to write, and nothing in these texts belongs to one request. */
function tableTexts(t: Translator<"listing">, view: ListingView): TableTexts {
  const key = `${view.locale} ${view.name}`;
  const texts = written.get(key) ?? writeTableTexts(t, view);
  written.set(key, texts);
  return texts;
}

const liveSource = ({ name, everything }: ListingView, live: boolean | undefined) =>
  live ? `/api/live/${name}?${everything.toString()}` : null;

type HeadProps = {
  view: ListingView;
  actions: ReactNode;
  above: ReactNode;
  views: ListViews | undefined;
};

const Head = ({ view, actions, above, views }: HeadProps) => (
  <>
    <header className="mb-4 flex flex-wrap items-center gap-3">
      <h1 className="flex-1 text-xl font-semibold tracking-tight">{view.texts.title}</h1>
      {views && <ViewControls view={view} views={views} />}
      {actions}
    </header>
    {above}
    {views && <ViewTabs view={view} views={views} />}
    <FilterBar view={view} />
  </>
);

/** A table keeps its columns while it stands: a view or a filter that brings others is another table. */
const tableKey = <Row, F extends Filters>(
  view: ListingView,
  { columns }: Listing<Row, F>,
  current: string | null,
): string =>
  [
    current,
    ...columns
      .filter(({ shownWith }) => shownWith !== undefined && shownWith in view.query.filters)
      .map(({ key }) => key),
  ].join();

const unkept = { current: null, layout: null, saveLayout: null };

export async function ListingPage<Row extends { readonly id: string }, F extends Filters>(
  props: ListingPageProps<Row, F>,
) {
  const { listing, page } = props;
  const t = await getTranslations("listing");
  const { current, layout, saveLayout } = props.views ?? unkept;
  const view = await viewListing(listing, props.query, props.options ?? {}, current);
  const address = view.href({ page: view.query.page });
  const rows = page.rows.map((row) => formatRow(listing, row, view.format));
  const columns = columnsOf(view, rows, props.tones ?? {});
  const arrangement = arranged(listing.columns, layout, Object.keys(view.query.filters));
  return (
    <ListingFrame
      address={address}
      cardNumberRefused={t("ignored.card_number", { parameter: "q", value: "" })}
      head={<Head view={view} actions={props.actions} above={props.above} views={props.views} />}
    >
      <Chips view={view} />
      <IgnoredNotice view={view} />
      <section
        className="panel max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0"
        aria-label={view.texts.title}
      >
        <DataTable
          columns={columns}
          crowded={isCrowded(columns, rows, arrangement.hidden)}
          tall={props.tall === true}
          rows={rows}
          key={tableKey(view, listing, current)}
          layout={arrangement}
          detailPath={listing.detailPath ?? null}
          texts={tableTexts(t, view)}
          live={liveSource(view, props.live)}
          firstPage={view.href({ page: null })}
          saveLayout={saveLayout}
          summary={
            <Suspense key={address} fallback={<SummaryPending />}>
              <SummaryLine view={view} summary={props.summary} />
            </Suspense>
          }
          bulk={props.bulk}
          rowActions={props.rowActions ?? null}
          tools={props.mayExport && <ExportMenu view={view} own={props.exportTitle} />}
          empty={page.rows.length === 0 ? <EmptyState view={view} begin={props.begin} /> : null}
        />
        <Pager view={view} next={page.next} previous={page.previous} />
      </section>
    </ListingFrame>
  );
}
