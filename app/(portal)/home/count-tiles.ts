import { tileNames, tilesOf, type Tile, type TileName } from "@/app/(portal)/home/tiles";
import { paymentListing } from "@/lib/features/payments/listing";
import { countPayments } from "@/lib/features/payments/queries/count";
import type { Actor } from "@/lib/kernel/access";
import { localDayOf } from "@/lib/kernel/zoned-day";
import { parseListing } from "@/lib/listing/parse";

export type CountedTile = Tile & {
  readonly name: TileName;
  readonly count: number;
  /** There are more than were counted. */
  readonly more: boolean;
};

/** What waits, as far as the actor may see it: each tile counted with the query of its list, all of a list in one statement. */
export async function countTiles(
  actor: Pick<Actor, "scope" | "may">,
  context: { readonly timezone: string; readonly now: Date },
): Promise<readonly CountedTile[]> {
  const tiles = tilesOf(localDayOf(context.now, context.timezone));
  const shown = tileNames
    .map((name) => ({ name, ...tiles[name] }))
    .filter(({ permission }) => actor.may.has(permission));
  const queries = shown.map(({ parameters }) => parseListing(paymentListing, parameters, context));
  const counts = await countPayments(actor.scope, queries);
  return shown.map((tile, place) => ({ ...tile, count: 0, more: false, ...counts[place] }));
}
