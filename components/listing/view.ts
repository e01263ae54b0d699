import type { Locale } from "next-intl";
import { getLocale, getMessages, type getTranslations } from "next-intl/server";
import { addressOf } from "@/lib/listing/address";
import { cellFormat, type CellFormat } from "@/lib/listing/cells";
import type { Filter, Filters, FilterValue, Listing, ListingQuery } from "@/lib/listing/spec";
import { labelsFrom, type Labels } from "@/lib/listing/vocabulary";

export type ListingName =
  | "payments"
  | "exports"
  | "authorisations"
  | "files"
  | "authorisation-failures"
  | "subscriptions"
  | "refunds"
  | "data-requests"
  | "invoices"
  | "pushes"
  | "bulk-pushes"
  | "messages"
  | "gateway-requests"
  | "log"
  | "email-bounces"
  | "credit-management-bounces"
  | "emails"
  | "suppressions"
  | "reports";
type Words = Readonly<Record<string, string>>;

/** What a listing's section of the catalogue holds. */
type ListingTexts = {
  readonly title: string;
  readonly columns: Words;
  readonly filters: Words;
  readonly values: Readonly<Record<string, Words>>;
};

/** The texts of one section of the catalogue. */
export type Translator<N extends "listing"> = Awaited<ReturnType<typeof getTranslations<N>>>;

type Change = NonNullable<Parameters<typeof addressOf>[2]>;
export type Options = Readonly<Record<string, readonly { readonly id: string; readonly label: string }[]>>;

/** Everything the parts of a list page share, made once per request. */
export type ListingView = {
  readonly name: ListingName;
  readonly listing: Listing;
  readonly query: ListingQuery;
  readonly locale: Locale;
  readonly texts: ListingTexts;
  readonly format: CellFormat;
  readonly options: Options;
  /** The words of the search box in the reader's language. */
  readonly labels: Labels;
  /** The page with a changed query. */
  readonly href: (change: Change) => string;
  /** Query of the address without its page, for streams and exports. */
  readonly everything: URLSearchParams;
  /** The saved view that is open. */
  readonly savedView: string | null;
};

export type FilterOn = {
  readonly [K in Filter["kind"]]: { readonly name: string; readonly kind: K; readonly value: FilterValue[K] };
}[Filter["kind"]];

/** The filters that are on, each with its value. */
export const filtersOn = ({ listing, query }: Pick<ListingView, "listing" | "query">): FilterOn[] =>
  Object.entries(listing.filters).flatMap(([name, { kind }]) => {
    const value = query.filters[name];
    return value === undefined ? [] : [{ name, kind, value } as FilterOn];
  });

export const withoutFilter = (query: ListingQuery, name: string) =>
  Object.fromEntries(Object.entries(query.filters).filter(([other]) => other !== name));

/** The words a choice or reference filter offers. */
export function wordsOf({ listing, texts, options }: ListingView, name: string) {
  const filter = listing.filters[name];
  if (filter?.kind === "choice") {
    return filter.values.map((id) => ({ id, label: texts.values[name]?.[id] ?? id }));
  }
  return options[name] ?? [];
}

export async function viewListing<Row, F extends Filters>(
  listing: Listing<Row, F>,
  query: ListingQuery<F>,
  options: Options,
  savedView: string | null = null,
): Promise<ListingView> {
  const [locale, messages] = await Promise.all([getLocale(), getMessages()]);
  const name = listing.name as ListingName;
  // A page does not care for the types of the rows any more: they are text by now.
  const plain = { listing: listing as unknown as Listing, query: query as unknown as ListingQuery };
  return {
    ...plain,
    name,
    locale,
    options,
    labels: labelsFrom({
      ...messages[name],
      presets: messages.listing.presets,
      currency: messages.listing.currency,
      options,
    }),
    texts: messages[name],
    format: cellFormat(locale, query.timezone),
    href: (change) => {
      const parameters = addressOf(plain.listing, plain.query, change);
      if (savedView !== null) parameters.append("view", savedView);
      const address = parameters.toString();
      return address === "" ? `/${name}` : `/${name}?${address}`;
    },
    everything: addressOf(plain.listing, plain.query, { page: null }),
    savedView,
  };
}
