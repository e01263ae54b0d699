/** What the acquirer does with a request. `book` decides whether the ledger keeps it before trouble begins. */
export type Behaviour =
  | { readonly kind: "approve" }
  | { readonly kind: "decline"; readonly code: string }
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
/** Minor units of the payment whose authorisation is reversed: 8801 and so on. */
export const reversalBehaviours = faultsFrom(8801);

/** What a bank says to a card that is past its month. */
const expired = decline("54");

/** Last three digits of the minor units, for methods other than cards. */
const bankBehaviours: ReadonlyMap<number, Behaviour> = new Map<number, Behaviour>([
  [613, decline("05")],
  [617, { kind: "pending", then: "approved" }],
  [619, { kind: "pending", then: "declined" }],
  [621, { kind: "pending", then: null }],
]);

/** Amounts that mean something to the acquirer, so that lifelike ones keep away from them. */
export const isDocumentedAmount = (minor: number): boolean =>
  captureBehaviours.has(minor) ||
  refundBehaviours.has(minor) ||
  reversalBehaviours.has(minor) ||
  bankBehaviours.has(minor % 1000);

type PresentedCard = { readonly number: string; readonly isExpired: boolean };

/** A documented card does what is documented, whatever its date. */
export const behaviourOfAuthorisation = (card: PresentedCard | null, minor: number): Behaviour =>
  (card === null
    ? bankBehaviours.get(minor % 1000)
    : (cardBehaviours[card.number.replace(/[\s-]/g, "")] ?? (card.isExpired ? expired : undefined))) ??
  approve;

export const behaviourOfAmount = (table: ReadonlyMap<number, Behaviour>, minor: number): Behaviour =>
  table.get(minor) ?? approve;
