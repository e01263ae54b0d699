import { getTranslations } from "next-intl/server";
import { sayFilter } from "@/components/listing/chips";
import { filtersOn, viewListing, type ListingView, type Options } from "@/components/listing/view";
import type { ExportRow } from "@/lib/features/exports/listing";
import { registered } from "@/lib/features/registry";
import { isCsvProfile } from "@/lib/listing/csv";
import { fromMajor } from "@/lib/kernel/money";
import { moneyText, type CellFormat } from "@/lib/listing/cells";
import { parseListing } from "@/lib/listing/parse";
import { parametersOf } from "@/lib/web/listing-request";

type Context = { readonly timezone: string; readonly options: Options };

/** The list that a file was made from: its name stands in the name of the file. */
const listingOf = (fileName: string) =>
  fileName
    .split("_")
    .map((part) => registered(part)?.listing)
    .find((listing) => listing !== undefined) ?? null;

async function sayQuery(view: ListingView): Promise<string> {
  const t = await getTranslations("listing");
  const search = view.query.search === null ? [] : [t("chips.search", { text: view.query.search })];
  const said = [...search, ...filtersOn(view).map((on) => sayFilter(t, view, on))];
  const everything = await getTranslations("exports");
  return said.length === 0 ? everything("everything") : said.join(" · ");
}

function saySums(sums: string, format: CellFormat): string {
  const written = sums.split(", ").map((sum) => {
    const [figure = "", currency = ""] = sum.split(" ");
    const money = fromMajor(figure, currency);
    return money.ok ? moneyText(format, money.value) : sum;
  });
  return written.join(", ");
}

/** A line of the list of exports, in words: which filter, which kind of file, which sums. */
export async function sayExport(row: ExportRow, { timezone, options }: Context): Promise<ExportRow> {
  const listing = listingOf(row.fileName);
  if (listing === null) return row;
  const t = await getTranslations("listing");
  const parameters = parametersOf(new URLSearchParams(row.query));
  const query = parseListing(listing, parameters, { timezone, now: row.startedAt });
  const view = await viewListing(listing, query, options);
  return {
    ...row,
    actor: row.actor.replace(/^user:/, ""),
    query: await sayQuery(view),
    profile: isCsvProfile(row.profile) ? t(`export.${row.profile}.label`) : row.profile,
    sums: saySums(row.sums, view.format),
  };
}
