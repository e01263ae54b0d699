import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Layout } from "@/lib/listing/columns";
import { layoutKey } from "@/lib/features/views/model";
import { pool } from "@/lib/platform/db";
import { withinScope } from "@/lib/platform/scoped";
import { askOn } from "@/lib/platform/statements";

export type SavedView = {
  readonly id: string;
  readonly listing: string;
  readonly name: string;
  /** The canonical address of the list, without a page. */
  readonly query: string;
  readonly layout: Layout;
  readonly isShared: boolean;
  readonly isStart: boolean;
  readonly owner: { readonly id: string; readonly name: string };
};

type RawView = {
  readonly id: string;
  readonly listing: string;
  readonly name: string;
  readonly query: string;
  readonly columns: string[];
  readonly hidden: string[];
  readonly is_shared: boolean;
  readonly is_start: boolean;
  readonly owner_id: string;
  readonly owner: string;
};

const toView = (raw: RawView): SavedView => ({
  id: raw.id,
  listing: raw.listing,
  name: raw.name,
  query: raw.query,
  layout: { order: raw.columns, hidden: raw.hidden },
  isShared: raw.is_shared,
  isStart: raw.is_start,
  owner: { id: raw.owner_id, name: raw.owner },
});

/** The views of a list that a person sees: their own and the shared ones, the oldest first. Every list asks for it, so it goes the short way. */
async function findViews(
  scope: MerchantScope,
  userId: string,
  listing: string,
): Promise<readonly SavedView[]> {
  const rows = await withinScope(scope, (client) =>
    askOn(client)<RawView>(sql`
      select v.id, v.listing, v.name, v.query, v.columns, v.hidden, v.is_shared, v.owner_id, u.name as owner,
        s.user_id is not null as is_start
      from saved_view v
      join app_user u on u.id = v.owner_id
      left join start_view s on s.merchant_id = v.merchant_id and s.view_id = v.id and s.user_id = ${userId}::uuid
      where v.merchant_id = ${scope} and v.listing = ${listing} and (v.owner_id = ${userId}::uuid or v.is_shared)
      order by v.created_at, v.id`),
  );
  return rows.map(toView);
}

/** The view that a person begins with, as long as it is there and theirs to see. */
export async function startViewOf(
  scope: MerchantScope,
  userId: string,
): Promise<Pick<SavedView, "id" | "listing" | "query"> | null> {
  const rows = await withinScope(scope, (client) =>
    askOn(client)<{ id: string; listing: string; query: string }>(sql`
      select v.id, v.listing, v.query
      from start_view s
      join saved_view v on v.merchant_id = s.merchant_id and v.id = s.view_id
      where s.merchant_id = ${scope} and s.user_id = ${userId}::uuid
        and (v.owner_id = ${userId}::uuid or v.is_shared)`),
  );
  return rows[0] ?? null;
}

/** A person's own columns of a list or of one of its views; null when they never arranged them. */
async function layoutOf(userId: string, listing: string, viewId: string | null): Promise<Layout | null> {
  const { rows } = await pool().query<{ columns: string[]; hidden: string[] }>({
    name: "column_layout",
    text: "select columns, hidden from listing_preference where user_id = $1 and listing = $2",
    values: [userId, layoutKey(listing, viewId)],
  });
  return rows[0] ? { order: rows[0].columns, hidden: rows[0].hidden } : null;
}

type OpenViews = {
  readonly views: readonly SavedView[];
  /** The one that is asked for, if it is there and theirs to see. */
  readonly open: SavedView | null;
  /** The person's own columns of what is open. */
  readonly own: Layout | null;
  /** The columns of the screen: the person's own changes come before what the view says. */
  readonly layout: Layout | null;
};

/** A list with its views as one person opens it. */
export async function openViews(
  scope: MerchantScope,
  userId: string,
  listing: string,
  viewId: string | null,
): Promise<OpenViews> {
  const views = await findViews(scope, userId, listing);
  const open = views.find(({ id }) => id === viewId) ?? null;
  const own = await layoutOf(userId, listing, open === null ? null : open.id);
  return { views, open, own, layout: own ?? (open === null ? null : open.layout) };
}
