import { getMessages } from "next-intl/server";
import { redirect } from "next/navigation";
import { addressOf } from "@/lib/listing/address";
import { parseListing, type Parameters } from "@/lib/listing/parse";
import { inBox } from "@/lib/listing/search-box";
import type { Filters, Listing, ListingQuery } from "@/lib/listing/spec";
import { labelsFrom, type Labels } from "@/lib/listing/vocabulary";
import { localDayOf } from "@/lib/kernel/zoned-day";
import { now } from "@/lib/platform/clock";

export const parametersOf = (search: URLSearchParams): Parameters =>
  Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name)]));

type Options = Readonly<Record<string, readonly { readonly id: string; readonly label: string }[]>>;
type FindOptions = () => Promise<Options>;
const noOptions: FindOptions = () => Promise.resolve({});

const typedIn = ({ q }: Parameters): string => [q ?? ""].flat().at(-1)?.trim() ?? "";

/** What the reader's language and the database call the words of a list's search box. */
async function labelsOf(name: string, options: Options): Promise<Labels> {
  const { listing, ...sections } = await getMessages();
  const section = (sections as Readonly<Record<string, object>>)[name] ?? {};
  return labelsFrom({ ...section, presets: listing.presets, currency: listing.currency, options });
}

/** The query of an address, read now, in the merchant's zone and the reader's language. */
export async function readListing<Row, F extends Filters>(
  listing: Listing<Row, F>,
  parameters: Parameters,
  timezone: string,
  findOptions: FindOptions = noOptions,
): Promise<ListingQuery<F>> {
  const options = typedIn(parameters).includes(":") ? await findOptions() : {};
  return parseListing(listing, parameters, {
    timezone,
    now: now(),
    labels: await labelsOf(listing.name, options),
  });
}

/** The query of a page. Operators in the search box lead to the address of the filters they are. */
export async function readPage<Row, F extends Filters>(
  listing: Listing<Row, F>,
  { view, ...parameters }: Parameters,
  timezone: string,
  findOptions: FindOptions = noOptions,
): Promise<ListingQuery<F>> {
  const query = await readListing(listing, parameters, timezone, findOptions);
  const { search, verbatim, ignored } = query;
  const isCanonical = typedIn(parameters) === inBox(search ?? "", verbatim && search !== null);
  if (ignored.length > 0 || isCanonical) return query;
  const address = addressOf(listing, query, { search });
  for (const id of [view ?? []].flat()) address.append("view", id);
  redirect(`/${listing.name}?${address.toString()}`);
}

/** The local day of a zone. */
export const todayIn = (timezone: string): string => localDayOf(now(), timezone);
export const openedAt = (): Date => now();
