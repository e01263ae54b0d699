import { approved, declined, type Verdict } from "./booking";

/** What the acquirer does with a request. `book` decides whether the ledger keeps it before trouble begins. */
export type Behaviour =
  | { readonly kind: "approve" }
  | { readonly kind: "decline"; readonly code: string }
  /** Declined at first; approved when it is asked about later. */
  | { readonly kind: "reconsider"; readonly code: string }
  | { readonly kind: "pending"; readonly then: "approved" | "declined" | null }
  | { readonly kind: "hang"; readonly book: boolean }
  | { readonly kind: "late" }
  | { readonly kind: "error"; readonly book: boolean }
  | { readonly kind: "die" };

const approve: Behaviour = { kind: "approve" };
const decline = (code: string): Behaviour => ({ kind: "decline", code });
const hang: Behaviour = { kind: "hang", book: false };
const late: Behaviour = { kind: "late" };
const errorUnbooked: Behaviour = { kind: "error", book: false };
const errorBooked: Behaviour = { kind: "error", book: true };
const die: Behaviour = { kind: "die" };

/** Every other test card is approved. Codes are those of ISO 8583. */
export const cardBehaviours: Readonly<Record<string, Behaviour>> = {
  "4000000000000812": decline("05"),
  "4242424242424242": decline("05"),
  "4000000000009995": decline("51"),
  "4000000000000069": decline("54"),
  "4000000000000127": decline("82"),
  "4000000000009987": decline("41"),
  "5555555555550517": decline("51"),
  "5555555555550541": decline("54"),
  "4000000000006603": hang,
  "4000000000006611": late,
  "4000000000006629": errorUnbooked,
  "4000000000006637": errorBooked,
  "4000000000006645": die,
};

const faults: readonly Behaviour[] = [decline("05"), hang, late, errorUnbooked, errorBooked, die];
const faultsFrom = (first: number) => new Map(faults.map((behaviour, index) => [first + index, behaviour]));

/** Minor units of a capture: 6601 declines, then 6602 hang, 6603 late, 6604 and 6605 error, 6606 die. */
export const captureBehaviours = faultsFrom(6601);
/** Minor units of a refund: 7701 declines, then 7702 hang, 7703 late, 7704 and 7705 error, 7706 die. */
export const refundBehaviours = faultsFrom(7701);
/** Minor units of a held refund when it is settled: 7721 and so on. */
export const heldRefundBehaviours = faultsFrom(7721);
/** Minor units of the payment or held refund that is reversed: 8801 and so on. */
export const reversalBehaviours = faultsFrom(8801);
/** Approved after it was declined once, for the same sale and amount. */
const declinedOnce = 5513;
/**
 * Minor units of a payment without the customer, on the word of an earlier authorisation: 5501 and so on; 5511 is not
 * possible now, 5512 is an expired card, 5513 is declined the first time.
 */
const followingBehaviours = new Map<number, Behaviour>([
  ...faultsFrom(5501),
  [5511, decline("91")],
  [5512, decline("54")],
  [declinedOnce, decline("05")],
]);

/** What a bank says to a card that is past its month. */
const expired = decline("54");

/** Last three digits of the minor units, for methods other than cards. A wallet is captured like a card. */
const bankBehaviours: ReadonlyMap<number, Behaviour> = new Map<number, Behaviour>([
  [613, decline("05")],
  [617, { kind: "pending", then: "approved" }],
  [619, { kind: "pending", then: "declined" }],
  [621, { kind: "pending", then: null }],
  [623, { kind: "reconsider", code: "05" }],
]);

const exactAmounts = [
  captureBehaviours,
  refundBehaviours,
  heldRefundBehaviours,
  reversalBehaviours,
  followingBehaviours,
];
const isDocumentedAmount = (minor: number): boolean =>
  exactAmounts.some((table) => table.has(minor)) || bankBehaviours.has(minor % 1000);

/** Keeps lifelike amounts away from those that mean something to the acquirer: no two of them are 30 apart. */
export const ordinaryAmount = (minor: number): number => (isDocumentedAmount(minor) ? minor + 30 : minor);

type PresentedCard = { readonly number: string; readonly isExpired: boolean };

/** A documented card does what is documented, whatever its date. */
export const behaviourOfAuthorisation = (card: PresentedCard | null, minor: number): Behaviour =>
  (card === null
    ? bankBehaviours.get(minor % 1000)
    : (cardBehaviours[card.number.replace(/[\s-]/g, "")] ?? (card.isExpired ? expired : undefined))) ??
  approve;

export const behaviourOfFollowing = (minor: number, wasDeclined: boolean): Behaviour =>
  minor === declinedOnce && wasDeclined ? approve : behaviourOfAmount(followingBehaviours, minor);

export const behaviourOfAmount = (table: ReadonlyMap<number, Behaviour>, minor: number): Behaviour =>
  table.get(minor) ?? approve;

export const isBooked = (behaviour: Behaviour): boolean => !("book" in behaviour) || behaviour.book;

export function verdictOf(behaviour: Behaviour, now: Date, pendingMs: number): Verdict {
  const at = new Date(now.getTime() + pendingMs).toISOString();
  switch (behaviour.kind) {
    case "decline":
      return declined(behaviour.code);
    case "reconsider":
      return { ...declined(behaviour.code), turns: { at, into: "approved" } };
    case "pending": {
      const turns = behaviour.then === null ? null : { at, into: behaviour.then };
      return { outcome: "pending", code: "09", turns };
    }
    case "approve":
    case "hang":
    case "late":
    case "error":
    case "die":
      return approved;
  }
}
