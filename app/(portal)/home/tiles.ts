import type { Permission } from "@/lib/kernel/access";
import { plusDays } from "@/lib/kernel/zoned-day";
import type { Parameters } from "@/lib/listing/parse";
import type { Tone } from "@/components/ui/icon";

export type Tile = {
  readonly tone: Tone;
  readonly permission: Permission;
  /** The list with these filters on is what the tile counts. */
  readonly list: "payments" | "refunds" | "email-bounces" | "authorisations";
  readonly parameters: Parameters;
  /** Where it leads instead, to a page that shows just this list. */
  readonly page?: string;
};

const tileNames = [
  "approvals",
  "suspendedEnding",
  "reservationsEnding",
  "authorisationsEnding",
  "refundsUnknown",
  "failedPushes",
  "bounces",
  "suspended",
  "refundsForApproval",
  "refundsForBalance",
  "dueTonight",
] as const;
export type TileName = (typeof tileNames)[number];

type Tiles = Readonly<Record<TileName, Tile>>;

/** TP-9, TP-14, CT-2: what a merchant should decide before the reservation is gone. */
const warningDays = 2;

const paymentTile = (tone: Tone, parameters: Parameters): Tile => ({
  list: "payments",
  permission: "payments:read",
  tone,
  parameters,
});
const refundTile = (tone: Tone, status: string): Tile => ({
  list: "refunds",
  permission: "payments:read",
  tone,
  parameters: { status },
});

/** Days are local ones: what ends by the night of the day after tomorrow, what is due by tonight. */
export function tilesOf(today: string): Tiles {
  const soon = plusDays(today, warningDays);
  const awaiting = refundTile("hold", "awaiting_approval");
  return {
    approvals: { ...awaiting, permission: "refunds:approve", page: "/approvals" },
    suspendedEnding: paymentTile("bad", { settle: "2", mode: "scheduled", "reserved-to": soon }),
    reservationsEnding: paymentTile("doubt", {
      ...{ settle: "2", mode: "manual", "reserved-to": soon },
      renewed: "no",
    }),
    authorisationsEnding: {
      list: "authorisations",
      permission: "payments:read",
      tone: "doubt",
      parameters: { "ends-to": soon },
    },
    refundsUnknown: refundTile("doubt", "unknown"),
    failedPushes: paymentTile("bad", { push: "failing" }),
    bounces: {
      list: "email-bounces",
      permission: "bounces:resend",
      tone: "bad",
      parameters: { resent: "no", bounced: "last_7_days" },
    },
    suspended: paymentTile("doubt", { settle: "2", mode: "scheduled" }),
    refundsForApproval: awaiting,
    refundsForBalance: refundTile("hold", "awaiting_balance"),
    dueTonight: paymentTile("wait", { settle: ["0", "1"], "due-to": today }),
  };
}

/** Who may decide sees what waits for a decision once, as theirs to decide. */
export function tilesFor(may: ReadonlySet<Permission>, tiles: Tiles): readonly TileName[] {
  const isDouble = (name: TileName) => name === "refundsForApproval" && may.has("refunds:approve");
  return tileNames.filter((name) => may.has(tiles[name].permission) && !isDouble(name));
}
