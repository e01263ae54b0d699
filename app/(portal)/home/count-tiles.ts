import { tilesFor, tilesOf, type Tile, type TileName } from "@/app/(portal)/home/tiles";
import { authorisationListing } from "@/lib/features/authorisations/listing";
import { countAuthorisations } from "@/lib/features/authorisations/queries/list";
import { emailBounceListing } from "@/lib/features/email-bounces/listing";
import { countEmailBounces } from "@/lib/features/email-bounces/queries";
import { paymentListing } from "@/lib/features/payments/listing";
import { countPayments } from "@/lib/features/payments/queries/count";
import { refundListing } from "@/lib/features/refunds/listing";
import { countRefunds } from "@/lib/features/refunds/queries/count";
import type { Actor } from "@/lib/kernel/access";
import { localDayOf } from "@/lib/kernel/zoned-day";
import { parseListing } from "@/lib/listing/parse";

type Named = Tile & { readonly name: TileName };
export type CountedTile = Named & {
  readonly count: number;
  /** There are more than were counted. */
  readonly more: boolean;
};

type Context = { readonly timezone: string; readonly now: Date };

const queriesOf = {
  payments: (tiles: readonly Named[], context: Context) =>
    tiles.map(({ parameters }) => parseListing(paymentListing, parameters, context)),
  refunds: (tiles: readonly Named[], context: Context) =>
    tiles.map(({ parameters }) => parseListing(refundListing, parameters, context)),
  "email-bounces": (tiles: readonly Named[], context: Context) =>
    tiles.map(({ parameters }) => parseListing(emailBounceListing, parameters, context)),
  authorisations: (tiles: readonly Named[], context: Context) =>
    tiles.map(({ parameters }) => parseListing(authorisationListing, parameters, context)),
};

/** What waits, as far as the actor may see it: each tile counted with the query of its list, all of a list in one statement. */
export async function countTiles(
  { scope, may }: Pick<Actor, "scope" | "may">,
  context: Context,
): Promise<readonly CountedTile[]> {
  const tiles = tilesOf(localDayOf(context.now, context.timezone));
  const shown = tilesFor(may, tiles).map((name) => ({ name, ...tiles[name] }));
  const of = (list: Tile["list"]) => shown.filter((tile) => tile.list === list);
  const [payments, refunds, bounces, authorisations] = await Promise.all([
    countPayments(scope, queriesOf.payments(of("payments"), context)),
    countRefunds(scope, queriesOf.refunds(of("refunds"), context)),
    countEmailBounces(scope, queriesOf["email-bounces"](of("email-bounces"), context)),
    countAuthorisations(scope, queriesOf.authorisations(of("authorisations"), context)),
  ]);
  const counts = { payments, refunds, "email-bounces": bounces, authorisations };
  return shown.map((tile) => ({
    ...tile,
    count: 0,
    more: false,
    ...counts[tile.list][of(tile.list).indexOf(tile)],
  }));
}
