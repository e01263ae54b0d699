import type { Money } from "@/lib/kernel/money";
import { addressOf } from "@/lib/listing/address";
import { csvFormat, csvStart, isCsvProfile, type CsvProfile } from "@/lib/listing/csv";
import { shownColumns } from "@/lib/listing/columns";
import type { ListingQuery } from "@/lib/listing/spec";
import { finishExport, startExport } from "@/lib/features/exports/commands/record-export";
import { openViews } from "@/lib/features/views/queries";
import { registered, type RegisteredListing } from "@/lib/features/registry";
import { csvWords } from "@/lib/web/csv-words";
import { streamFile } from "@/lib/web/export";
import { parametersOf, readListing, todayIn } from "@/lib/web/listing-request";
import { problem, responseOf } from "@/lib/web/problem";
import { currentSession, type Session } from "@/lib/web/session";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly listing: string }> };

const plainWord = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

function fileNameOf(entry: RegisteredListing, session: Session, query: ListingQuery): string {
  const span = Object.entries(entry.listing.filters).find(([, filter]) => filter.kind === "days")?.[0] ?? "";
  const days = query.filters[span] as { first: string | null; last: string | null } | undefined;
  const parts = [
    session.merchant.isDemo ? "demo" : null,
    entry.listing.name,
    plainWord(session.merchant.name),
    days?.first ?? "all",
    days?.last ?? todayIn(query.timezone),
    query.timezone.replaceAll("/", "-"),
  ];
  return `${parts.filter((part) => part !== null).join("_")}.csv`;
}

function sumsUp(entry: RegisteredListing) {
  const sums = new Map<string, number>();
  const key = entry.listing.sum as string | undefined;
  return {
    add: (row: object) => {
      const money = key === undefined ? null : ((row as Record<string, unknown>)[key] as Money | null);
      if (money !== null) sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.minor);
    },
    all: (): Money[] =>
      [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, minor })),
  };
}

/** The columns of the screen in their order: of the list, or of the view that is open. */
async function columnsFor(
  { listing }: RegisteredListing,
  { user, actor }: Session,
  { query, view }: { readonly query: ListingQuery; readonly view: string | null },
) {
  const { open, layout } = await openViews(actor.scope, user.id, listing.name, view);
  if (view !== null && open === null) return null;
  return shownColumns(listing.columns, layout, Object.keys(query.filters));
}

type Wish = {
  readonly query: ListingQuery;
  readonly profile: CsvProfile;
  readonly columns: RegisteredListing["listing"]["columns"];
};

async function exportFile(entry: RegisteredListing, session: Session, { query, profile, columns }: Wish) {
  const { actor } = session;
  const fileName = fileNameOf(entry, session, query);
  const format = csvFormat({
    profile,
    columns,
    timezone: query.timezone,
    words: await csvWords(entry.listing.name),
  });
  const wish = {
    listing: entry.listing.name,
    query: addressOf(entry.listing, query, { page: null }).toString(),
    profile,
    timezone: query.timezone,
    columns: columns.map((column) => column.key as string),
    fileName,
  };
  const id = await startExport(actor, wish);
  const sums = sumsUp(entry);
  let count = 0;
  return streamFile({
    fileName,
    produce: async (put) => {
      await put(csvStart(profile) + format.head);
      await entry.walk(actor.scope, query, async (rows) => {
        let text = "";
        for (const row of rows) {
          text += format.line(row);
          sums.add(row);
        }
        count += rows.length;
        await put(text);
      });
    },
    finish: async (slip) => {
      await finishExport(actor, id, slip === null ? null : { ...slip, rows: count, sums: sums.all() });
    },
  });
}

const notUnderstood = (fields: readonly string[]) => {
  const errors = fields.map((field) => ({ field, reason: "not_understood" }));
  return responseOf(problem("invalid_fields", "A file must hold exactly what was asked.", { errors }));
};

const mayExport = ({ actor }: Session, { listing }: RegisteredListing) =>
  actor.may.has(listing.permission) && actor.may.has(listing.exportPermission ?? listing.permission);

/** The filtered list as a file, all of it, in the order of the screen. Refuses an address it does not fully understand. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const session = await currentSession();
  if (session === null) return responseOf(problem("unauthenticated", "Sign in first."));
  const entry = registered((await params).listing);
  if (entry === null) return responseOf(problem("not_found", "There is no such list."));
  if (!mayExport(session, entry)) {
    return responseOf(problem("forbidden", "Your role does not carry the right to export."));
  }
  const { searchParams } = new URL(request.url);
  const profile = searchParams.get("profile") ?? "plain";
  const view = searchParams.get("view");
  searchParams.delete("profile");
  searchParams.delete("view");
  if (!isCsvProfile(profile)) return notUnderstood(["profile"]);
  const query = await readListing(entry.listing, parametersOf(searchParams), session.merchant.timezone);
  if (query.ignored.length > 0) return notUnderstood(query.ignored.map(({ parameter }) => parameter));
  const columns = await columnsFor(entry, session, { query, view });
  if (columns === null) return notUnderstood(["view"]);
  return exportFile(entry, session, { query, profile, columns });
}
