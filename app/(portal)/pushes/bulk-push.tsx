import { BulkPushButton } from "@/app/(portal)/pushes/bulk-push-button";
import { bulkTexts } from "@/app/(portal)/pushes/bulk-texts";
import type { BulkListing } from "@/lib/features/bulk-pushes/model";
import type { Permission } from "@/lib/kernel/access";
import { addressOf } from "@/lib/listing/address";
import type { Filters, Listing, ListingQuery } from "@/lib/listing/spec";

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
