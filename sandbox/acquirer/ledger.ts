import { createHash, randomBytes, randomInt } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

type OperationKind = "authorisation" | "capture" | "refund" | "reversal";
type Outcome = "approved" | "declined" | "pending";

/** What the acquirer has written down. No card number is among it. */
export type Booking = {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly fingerprint: string;
  readonly reference: string;
  readonly authorisation: string;
  readonly minor: number;
  readonly currency: string;
  /** Banks move the money with the authorisation; a card waits for its capture. */
  readonly movesAtOnce: boolean;
  readonly outcome: Outcome;
  readonly code: string;
  readonly authCode: string | null;
  readonly bookedAt: string;
  /** A pending booking turns into this outcome at this instant; null waits for ever. */
  readonly turns: { readonly at: string; readonly into: "approved" | "declined" } | null;
};

export type Wish = {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly authorisation: string | null;
  readonly minor: number;
  readonly currency: string;
  readonly movesAtOnce: boolean;
};
export type Verdict = Pick<Booking, "outcome" | "code" | "turns">;

type Account = { authorised: number; captured: number; refunded: number; reversed: boolean };

const approved: Verdict = { outcome: "approved", code: "00", turns: null };
const declined = (code: string): Verdict => ({ outcome: "declined", code, turns: null });

const prefixes = { authorisation: "AUT", capture: "CAP", refund: "RFD", reversal: "REV" } as const;
const newReference = (kind: OperationKind) =>
  `${prefixes[kind]}-${randomBytes(8).toString("hex").toUpperCase()}`;

export const fingerprintOf = ({ kind, authorisation, minor, currency }: Wish): string =>
  createHash("sha256")
    .update(JSON.stringify([kind, authorisation, minor, currency]))
    .digest("hex");

const covers: Readonly<Record<OperationKind, (account: Account, minor: number) => Verdict>> = {
  authorisation: () => approved,
  capture: ({ authorised, captured }, minor) => (minor <= authorised - captured ? approved : declined("61")),
  refund: ({ captured, refunded }, minor) => (minor <= captured - refunded ? approved : declined("61")),
  reversal: ({ captured }) => (captured === 0 ? approved : declined("12")),
};

/** What the books say to a wish; a reference that is older than the books is taken on trust. */
function checkAccount(wish: Wish, account: Account | undefined): Verdict {
  if (account === undefined) return approved;
  return account.reversed ? declined("12") : covers[wish.kind](account, wish.minor);
}

export class Ledger {
  private readonly bookings = new Map<string, Booking>();
  private readonly accounts = new Map<string, Account>();
  private readonly journal: string | null;

  /** Reads the journal of an earlier life. Null keeps the books in memory only. */
  constructor(journal: string | null) {
    this.journal = journal;
    if (journal === null) return;
    mkdirSync(dirname(journal), { recursive: true });
    if (!existsSync(journal)) return;
    for (const line of readFileSync(journal, "utf8").split("\n")) {
      if (line.endsWith("}")) this.enter(JSON.parse(line) as Booking);
    }
  }

  find(operationId: string): Booking | undefined {
    return this.bookings.get(operationId);
  }

  all(): Booking[] {
    return [...this.bookings.values()];
  }

  /** Writes the wish down before anybody is told. The verdict gives way to what the books say. */
  book(wish: Wish, verdict: Verdict, now: Date): Booking {
    const checked = verdict.outcome === "declined" ? verdict : checkAccount(wish, this.accountOf(wish));
    const final = checked.outcome === "declined" ? checked : verdict;
    const reference = newReference(wish.kind);
    const booking: Booking = {
      operationId: wish.operationId,
      kind: wish.kind,
      fingerprint: fingerprintOf(wish),
      reference,
      authorisation: wish.authorisation ?? reference,
      minor: wish.minor,
      currency: wish.currency,
      movesAtOnce: wish.movesAtOnce,
      ...final,
      authCode: wish.kind === "authorisation" && final.outcome === "approved" ? this.authCode() : null,
      bookedAt: now.toISOString(),
    };
    if (this.journal !== null) appendFileSync(this.journal, `${JSON.stringify(booking)}\n`);
    this.enter(booking);
    return booking;
  }

  private authCode(): string {
    return String(randomInt(0, 1_000_000)).padStart(6, "0");
  }

  private accountOf(wish: Wish): Account | undefined {
    return wish.authorisation === null ? undefined : this.accounts.get(wish.authorisation);
  }

  private enter(booking: Booking): void {
    this.bookings.set(booking.operationId, booking);
    if (booking.outcome === "declined") return;
    const account = this.accounts.get(booking.authorisation);
    if (booking.kind === "authorisation") {
      this.accounts.set(booking.authorisation, {
        authorised: booking.minor,
        captured: booking.movesAtOnce ? booking.minor : 0,
        refunded: 0,
        reversed: false,
      });
    } else if (account !== undefined) {
      post(account, booking);
    }
  }
}

function post(account: Account, booking: Booking): void {
  if (booking.kind === "capture") account.captured += booking.minor;
  if (booking.kind === "refund") account.refunded += booking.minor;
  if (booking.kind === "reversal") account.reversed = true;
}

/** The booking as it stands now: pending ones turn by the clock. */
export function asOf(
  booking: Booking,
  now: Date,
): Pick<Booking, "outcome" | "code" | "reference" | "authCode"> {
  const { reference, authCode } = booking;
  if (booking.turns === null || now < new Date(booking.turns.at)) {
    return { outcome: booking.outcome, code: booking.code, reference, authCode };
  }
  return {
    outcome: booking.turns.into,
    code: booking.turns.into === "approved" ? "00" : "05",
    reference,
    authCode,
  };
}
