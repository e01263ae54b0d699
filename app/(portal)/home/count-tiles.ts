import { tilesFor, tilesOf, type Tile, type TileName } from "@/app/(portal)/home/tiles";
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
};

/** What waits, as far as the actor may see it: each tile counted with the query of its list, all of a list in one statement. */
export async function countTiles(
  { scope, may }: Pick<Actor, "scope" | "may">,
  context: Context,
): Promise<readonly CountedTile[]> {
  const tiles = tilesOf(localDayOf(context.now, context.timezone));
  const shown = tilesFor(may, tiles).map((name) => ({ name, ...tiles[name] }));
  const ofPayments = shown.filter(({ list }) => list === "payments");
  const ofRefunds = shown.filter(({ list }) => list === "refunds");
  const [payments, refunds] = await Promise.all([
    countPayments(scope, queriesOf.payments(ofPayments, context)),
    countRefunds(scope, queriesOf.refunds(ofRefunds, context)),
  ]);
  return shown.map((tile) => {
    const counted =
      tile.list === "payments" ? payments[ofPayments.indexOf(tile)] : refunds[ofRefunds.indexOf(tile)];
    return { ...tile, count: 0, more: false, ...counted };
  });
}
