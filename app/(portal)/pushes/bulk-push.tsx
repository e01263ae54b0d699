import { getLocale, getMessages, getTranslations } from "next-intl/server";
import { BulkPushButton } from "@/app/(portal)/pushes/bulk-push-button";
import { pluralForms } from "@/components/ui/plural";
import type { BulkListing } from "@/lib/features/bulk-pushes/model";
import type { Permission } from "@/lib/kernel/access";
import { addressOf } from "@/lib/listing/address";
import type { Filters, Listing, ListingQuery } from "@/lib/listing/spec";

const counted = ["willSend", "noAddress", "neverPushed", "notNewest", "dueSoon", "submit"] as const;

async function bulkTexts() {
  const [locale, t, app, { bulkPush }] = await Promise.all([
    getLocale(),
    getTranslations("bulkPush"),
    getTranslations("app"),
    getMessages(),
  ]);
  const say = (name: (typeof counted)[number]) => pluralForms(locale, (count) => t(name, { count }));
  return {
    open: t("open"),
    openAll: t("openAll"),
    title: t("title"),
    planning: t("planning"),
    newestOnly: t("newestOnly"),
    careful: t("careful"),
    left: t("left"),
    nothing: t("nothing"),
    again: t("again"),
    close: app("close"),
    refusals: bulkPush.refusals,
    counts: Object.fromEntries(counted.map((name) => [name, say(name)])) as Record<
      (typeof counted)[number],
      ReturnType<typeof say>
    >,
  };
}
export type BulkTexts = Awaited<ReturnType<typeof bulkTexts>>;

type BulkPushProps<Row, F extends Filters> = {
  readonly listing: Listing<Row, F>;
  readonly query: ListingQuery<F>;
  readonly may: ReadonlySet<Permission>;
};

/**
 * The bulk push of a list. Beside ticked rows it sends these, elsewhere all that match; nothing for those who may not
 * send, nor for an address that was not understood whole.
 */
export async function BulkPush<Row, F extends Filters>({ listing, query, may }: BulkPushProps<Row, F>) {
  if (!may.has("pushes:resend") || query.ignored.length > 0) return null;
  const address = addressOf(listing, query, { page: null }).toString();
  return <BulkPushButton listing={listing.name as BulkListing} address={address} texts={await bulkTexts()} />;
}
