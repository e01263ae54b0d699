import { maskText } from "@/lib/kernel/mask";
import { addressOf } from "@/lib/listing/address";
import { parseListing, type Parameters } from "@/lib/listing/parse";
import type { Filters, Listing, ListingQuery, Page } from "@/lib/listing/spec";
import { now } from "@/lib/platform/clock";
import { problem, type Answer } from "@/lib/web/problem";

type Links = { readonly next: string | null; readonly previous: string | null };

type ApiListing<F extends Filters> =
  | { readonly ok: false; readonly refusal: Answer }
  | {
      readonly ok: true;
      readonly query: ListingQuery<F>;
      readonly links: (page: Pick<Page<unknown>, "next" | "previous">) => Links;
    };

/** Own fields only: `__proto__` is a parameter like any other. */
const parametersOf = (search: URLSearchParams): Parameters =>
  Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name)]));

/** The screen's own filters and search. A program is not told less than it asked: what was not understood is refused. */
export function readApiListing<Row, F extends Filters>(
  listing: Listing<Row, F>,
  request: Request,
  timezone: string,
): ApiListing<F> {
  const { pathname, searchParams } = new URL(request.url);
  const query = parseListing(listing, parametersOf(searchParams), { timezone, now: now() });
  if (query.ignored.length > 0) {
    const errors = query.ignored.map(({ parameter, reason }) => ({
      field: maskText(parameter.slice(0, 60)),
      reason,
    }));
    return { ok: false, refusal: problem("unknown_parameters", "See errors.", { errors }) };
  }
  const link = (page: ListingQuery<F>["page"]) =>
    `${pathname}?${addressOf(listing, query, { page }).toString()}`;
  return {
    ok: true,
    query,
    links: ({ next, previous }) => ({
      next: next === null ? null : link({ after: next }),
      previous: previous === null ? null : link({ before: previous }),
    }),
  };
}
