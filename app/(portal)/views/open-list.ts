import { edit, remove, rememberLayout, renew, save, start } from "@/app/(portal)/views/actions";
import type { ListedView, ListViews } from "@/components/listing/view-tabs";
import { registered, type RegisteredListing } from "@/lib/features/registry";
import { mayManage, viewAddress } from "@/lib/features/views/model";
import { openViews, type SavedView } from "@/lib/features/views/queries";
import { looksLikeCardNumber } from "@/lib/kernel/card-number";
import { addressOf } from "@/lib/listing/address";
import { arranged, type Layout } from "@/lib/listing/columns";
import type { Parameters } from "@/lib/listing/parse";
import type { Filters, Listing, ListingQuery } from "@/lib/listing/spec";
import { parametersOf, readListing, readPage } from "@/lib/web/listing-request";
import type { Session } from "@/lib/web/session";

type Options = Readonly<Record<string, readonly { readonly id: string; readonly label: string }[]>>;

/** One count after the other, so that many views never take the database from the rows. */
function inTurn() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(run: () => Promise<T>): Promise<T> => {
    const next = last.then(run);
    last = next.catch(() => undefined);
    return next;
  };
}

type Found = Awaited<ReturnType<typeof openViews>>;
type Opened = { readonly session: Session; readonly entry: RegisteredListing; readonly query: ListingQuery };

const plain = (layout: Layout) => JSON.stringify([layout.order, layout.hidden.toSorted()]);

/** Whether the screen is not as the view was saved. */
async function isChanged({ session, entry, query }: Opened, view: SavedView, own: Layout | null) {
  const { listing } = entry;
  const saved = await queryOf(session, entry, view);
  const address = (of: ListingQuery) => addressOf(listing, of, { page: null }).toString();
  const arrange = (layout: Layout) => plain(arranged(listing.columns, layout, Object.keys(query.filters)));
  return address(saved) !== address(query) || (own !== null && arrange(own) !== arrange(view.layout));
}

const queryOf = ({ merchant }: Session, { listing }: RegisteredListing, view: SavedView) =>
  readListing(listing, parametersOf(new URLSearchParams(view.query)), merchant.timezone);

function listed(opened: Opened, views: readonly SavedView[], changed: string | null): ListedView[] {
  const { session, entry } = opened;
  const turn = inTurn();
  return views.map((view) => ({
    id: view.id,
    name: view.name,
    href: viewAddress(view),
    isShared: view.isShared,
    isStart: view.isStart,
    owner: view.owner.id === session.user.id ? null : view.owner.name,
    mayManage: mayManage(session.actor, { ownerId: view.owner.id, isShared: view.isShared }),
    isChanged: view.id === changed,
    count: () => turn(async () => entry.summarise(session.actor.scope, await queryOf(session, entry, view))),
  }));
}

const noOptions = () => Promise.resolve({});

/** What a page of a list begins with: the query of its address, its saved views, and the columns of the one that is open. */
export async function openList<Row, F extends Filters>(
  session: Session,
  listing: Listing<Row, F>,
  searchParams: Promise<Parameters>,
  findOptions: () => Promise<Options> = noOptions,
): Promise<{ readonly query: ListingQuery<F>; readonly views: ListViews }> {
  const parameters = await searchParams;
  const wanted = [parameters["view"] ?? []].flat().at(-1) ?? null;
  const entry = registered(listing.name);
  if (entry === null) throw new Error(`${listing.name} is not registered`);
  const [query, found] = await Promise.all([
    readPage(listing, parameters, session.merchant.timezone, findOptions),
    openViews(session.actor.scope, session.user.id, listing.name, wanted),
  ]);
  const views = await listViews({ session, entry, query: query }, found);
  const gone = wanted === null || views.current !== null ? [] : [ignoredView(wanted)];
  return { query: { ...query, ignored: [...query.ignored, ...gone] }, views };
}

async function listViews(opened: Opened, { views, open, own, layout }: Found): Promise<ListViews> {
  const current = open === null ? null : open.id;
  const changed = open !== null && (await isChanged(opened, open, own)) ? current : null;
  return {
    current,
    layout,
    saveLayout: rememberLayout.bind(null, opened.entry.listing.name, current),
    all: listed(opened, views, changed),
    actions: { save, edit, renew, remove, start },
  };
}

/** Deleted, private again, of another merchant, or nonsense: all the same. */
const ignoredView = (wanted: string) => ({
  parameter: "view",
  value: looksLikeCardNumber(wanted) ? "" : wanted.slice(0, 60),
  reason: "unknown_value" as const,
});
