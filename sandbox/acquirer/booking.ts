import { createHash, randomBytes } from "node:crypto";

type OperationKind =
  "authorisation" | "capture" | "refund" | "held_refund" | "held_refund_settlement" | "reversal";
type Outcome = "approved" | "declined" | "pending";

/** What the acquirer has written down. No card number is among it. */
export type Booking = {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly fingerprint: string;
  readonly reference: string;
  readonly authorisation: string;
  /** Reference of what is followed up; null for an authorisation, and for a reversal that names an operation. */
  readonly target: string | null;
  /** The operation that a reversal without a reference takes back. */
  readonly original: string | null;
  readonly minor: number;
  readonly currency: string;
  /** Banks move the money with the authorisation; a card or a wallet waits for its capture. */
  readonly movesAtOnce: boolean;
  /** A capture that releases the rest. */
  readonly isFinal: boolean;
  /** A reversal that leaves what was captured. */
  readonly restOnly: boolean;
  /** Of an authorisation that goes on with an earlier sale: the sale's first one. */
  readonly sale: string | null;
  readonly reservedUntil: string | null;
  readonly outcome: Outcome;
  readonly code: string;
  readonly authCode: string | null;
  readonly bookedAt: string;
  /** The booking turns into this outcome at this instant; null stays as it is. */
  readonly turns: { readonly at: string; readonly into: "approved" | "declined" } | null;
};

export type Wish = Pick<
  Booking,
  | "operationId"
  | "kind"
  | "target"
  | "original"
  | "minor"
  | "currency"
  | "movesAtOnce"
  | "isFinal"
  | "restOnly"
> & {
  /** The first authorisation of a customer who is not there now. */
  readonly initial: string | null;
  /** The initial one is of the same sale. */
  readonly isRenewal: boolean;
  readonly reservedDays: number | null;
};
export type Verdict = Pick<Booking, "outcome" | "code" | "turns">;
export type State = {
  readonly outcome: Outcome;
  readonly code: string;
  readonly reference: string | null;
  readonly authCode: string | null;
};

export const approved: Verdict = { outcome: "approved", code: "00", turns: null };
export const declined = (code: string): Verdict => ({ outcome: "declined", code, turns: null });

/** A wish of which nothing is booked. */
export const declinedState = (code: string): State => ({
  outcome: "declined",
  code,
  reference: null,
  authCode: null,
});

const prefixes = {
  authorisation: "AUT",
  capture: "CAP",
  refund: "RFD",
  held_refund: "HLD",
  held_refund_settlement: "STL",
  reversal: "REV",
} as const;
export const newReference = (kind: OperationKind) =>
  `${prefixes[kind]}-${randomBytes(8).toString("hex").toUpperCase()}`;

/** Parts that a wish lacks are left out, so that a key of an earlier life keeps its fingerprint. */
export function fingerprintOf(wish: Wish): string {
  const { kind, target, minor, currency, original, initial, isFinal, reservedDays, restOnly, isRenewal } =
    wish;
  const isLong = reservedDays === longReservationDays;
  const others = Object.entries({ original, initial, isFinal, isLong, restOnly, isRenewal });
  const given = others.filter(([, value]) => value !== null && value !== false);
  return createHash("sha256")
    .update(JSON.stringify([kind, target, minor, currency, ...given]))
    .digest("hex");
}

const shortReservationDays = 7;
const longReservationDays = 31;
export const reservedDays = (isLong: boolean) => (isLong ? longReservationDays : shortReservationDays);

/** What the booking has turned into by now, if nobody took it back. */
export function standingOf({ turns, outcome, code }: Booking, now: Date): Pick<Booking, "outcome" | "code"> {
  if (turns === null || now < new Date(turns.at)) return { outcome, code };
  return { outcome: turns.into, code: turns.into === "approved" ? "00" : "05" };
}

/** Lines of earlier lives know less. */
const unknownEarlier = {
  ...{ target: null, original: null, isFinal: false, reservedUntil: null },
  ...{ restOnly: false, sale: null },
};

export function bookingFrom(line: string): Booking {
  const read = { ...unknownEarlier, ...(JSON.parse(line) as Booking) };
  return read.kind === "authorisation" || read.original !== null
    ? read
    : { ...read, target: read.target ?? read.authorisation };
}
