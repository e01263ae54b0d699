import { currencies, type Money } from "@/lib/kernel/money";
import { amount, choice, days, listing, reference } from "@/lib/listing/spec";
import {
  chainStates,
  stopReasons,
  type ChainState,
  type StopReason,
} from "@/lib/features/authorisations/model";

export type AuthorisationRow = {
  /** Of the payment: it has one chain. */
  readonly id: string;
  readonly createdAt: Date;
  readonly transId: string;
  readonly refNr: string | null;
  readonly website: string;
  readonly state: ChainState;
  readonly stopReason: StopReason | null;
  readonly original: Money;
  readonly captured: Money;
  readonly remaining: Money;
  readonly nextRenewal: Date | null;
  readonly renewals: number;
  /** Berlin's day: on it nothing is renewed any more (CT-4, CT-E5). */
  readonly stopsAt: string;
  /** When the reservation runs out; null where there is none or where it is renewed before. */
  readonly ends: Date | null;
  readonly lastAnswer: string | null;
};

export const authorisationListing = listing<AuthorisationRow>()({
  name: "authorisations",
  permission: "payments:read",
  exportPermission: "payments:export",
  detailPath: "/authorisations/[id]",
  newestFirst: "createdAt",
  searchable: true,
  sum: "remaining",
  columns: [
    { key: "createdAt", kind: "instant", sortable: true },
    { key: "transId", kind: "id" },
    { key: "state", kind: "status" },
    { key: "original", kind: "money" },
    { key: "remaining", kind: "money" },
    { key: "nextRenewal", kind: "instant" },
    { key: "renewals", kind: "count" },
    { key: "stopsAt", kind: "day" },
    { key: "lastAnswer", kind: "text" },
    { key: "refNr", kind: "text", optional: true },
    { key: "id", kind: "text", optional: true },
    { key: "stopReason", kind: "status", optional: true, shownWith: "stopReason" },
    { key: "ends", kind: "instant", optional: true, shownWith: "ends" },
    { key: "captured", kind: "money", optional: true },
    { key: "website", kind: "text", optional: true },
  ],
  filters: {
    state: choice(chainStates),
    stopReason: choice(stopReasons),
    website: reference(),
    amount: amount(currencies),
    created: days(),
    next: days({ ahead: true }),
    ends: days({ ahead: true }),
  },
});
