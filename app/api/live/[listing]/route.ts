import { getLocale } from "next-intl/server";
import { cellFormat, formatRow } from "@/lib/listing/cells";
import { registered } from "@/lib/features/registry";
import { openedAt, parametersOf, readListing } from "@/lib/web/listing-request";
import { liveResponse } from "@/lib/web/live";
import { currentSession } from "@/lib/web/session";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly listing: string }> };

/** What changed in an open list, as the same cells that the page drew. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const session = await currentSession();
  const entry = registered((await params).listing);
  const changed = entry?.changed;
  if (session === null || !entry || !changed || !session.actor.may.has(entry.listing.permission)) {
    return new Response(null, { status: session === null ? 401 : 404 });
  }
  const { listing } = entry;
  const { timezone } = session.merchant;
  const since = openedAt();
  const query = await readListing(listing, parametersOf(new URL(request.url).searchParams), timezone);
  const format = cellFormat(await getLocale(), timezone);
  const bornAt = (row: object): unknown => (row as Record<string, unknown>)[listing.newestFirst];
  return liveResponse({
    listing: listing.name,
    scope: session.actor.scope,
    signal: request.signal,
    tell: async (ids) => {
      const { rows, matching } = await changed(session.actor.scope, query, ids);
      return {
        changed: rows.map((row) => {
          const born = bornAt(row);
          return {
            ...formatRow(listing, row, format),
            matches: matching.has(row.id),
            isNew: born instanceof Date && born >= since,
          };
        }),
      };
    },
  });
}
