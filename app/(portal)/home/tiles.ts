import type { Permission } from "@/lib/kernel/access";
import { plusDays } from "@/lib/kernel/zoned-day";
import type { Parameters } from "@/lib/listing/parse";
import type { Tone } from "@/components/ui/icon";

export type Tile = {
  readonly tone: Tone;
  readonly permission: Permission;
  /** The list it leads to, with these filters on: it counts exactly that list. */
  readonly list: "payments";
  readonly parameters: Parameters;
};

export const tileNames = [
  "suspendedEnding",
  "reservationsEnding",
  "failedPushes",
  "suspended",
  "refundsOpen",
  "dueTonight",
] as const;
export type TileName = (typeof tileNames)[number];

/** TP-9, TP-14: what a merchant should decide before the reservation is gone. */
const warningDays = 2;

/** Days are local ones: what ends by the night of the day after tomorrow, what is due by tonight. */
export function tilesOf(today: string): Readonly<Record<TileName, Tile>> {
  const soon = plusDays(today, warningDays);
  const payments = { list: "payments", permission: "payments:read" } as const;
  return {
    suspendedEnding: {
      ...payments,
      tone: "bad",
      parameters: { settle: "2", mode: "scheduled", "reserved-to": soon },
    },
    reservationsEnding: {
      ...payments,
      tone: "doubt",
      parameters: { settle: "2", mode: "manual", "reserved-to": soon },
    },
    failedPushes: { ...payments, tone: "bad", parameters: { push: "failing" } },
    suspended: { ...payments, tone: "doubt", parameters: { settle: "2", mode: "scheduled" } },
    refundsOpen: { ...payments, tone: "hold", parameters: { refunds: "open" } },
    dueTonight: { ...payments, tone: "wait", parameters: { settle: ["0", "1"], "due-to": today } },
  };
}
