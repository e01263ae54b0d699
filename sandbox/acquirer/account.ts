import { approved, declined, type Booking, type Verdict, type Wish } from "./booking";

/** The sums of one authorisation. */
export type Account = {
  authorised: number;
  captured: number;
  refunded: number;
  /** Refunds that are agreed and not settled. */
  held: number;
  /** Let go by a final capture. */
  released: number;
  reversed: number;
  /** Taken back before it was ever approved. */
  isCancelled: boolean;
};

/** What the books know of the booking that a wish follows up. */
export type Followed = {
  readonly target: Booking;
  readonly outcome: Booking["outcome"];
  readonly isTakenBack: boolean;
  readonly isSettled: boolean;
  /** Undefined when the authorisation is older than the books. */
  readonly account: Account | undefined;
  /** Of all authorisations of the same sale. */
  readonly sale: readonly Account[];
};

export const openAccount = ({ minor, movesAtOnce }: Booking): Account => ({
  authorised: minor,
  captured: movesAtOnce ? minor : 0,
  refunded: 0,
  held: 0,
  released: 0,
  reversed: 0,
  isCancelled: false,
});

const refused = declined("12");
const tooMuch = declined("61");

const reserved = ({ authorised, captured, released }: Account) => authorised - captured - released;
const refundable = ({ captured, refunded, held }: Account) => captured - refunded - held;

function captureOf({ minor }: Wish, { target, outcome, isTakenBack, account }: Followed): Verdict {
  if (target.kind !== "authorisation" || outcome !== "approved" || isTakenBack) return refused;
  return account === undefined || minor <= reserved(account) ? approved : tooMuch;
}

const refundableOfSale = (sale: readonly Account[]) =>
  sale.reduce((sum, account) => sum + refundable(account), 0);

/** The sale's first authorisation may have been reversed and made anew: what was captured counts. */
function refundOf({ minor }: Wish, { target, outcome, isTakenBack, account, sale }: Followed): Verdict {
  if (target.kind !== "authorisation" || outcome !== "approved") return refused;
  if (isTakenBack && sale.length < 2) return refused;
  return account === undefined || minor <= refundableOfSale(sale) ? approved : tooMuch;
}

/** Money that a bank has moved is given back by a refund, unless the portal never learned of the payment. */
function isUntouched(wish: Wish, { target, account }: Followed): boolean {
  if (account === undefined) return true;
  if (target.movesAtOnce) return wish.original !== null && account.refunded + account.held === 0;
  return account.captured === 0;
}

type Rule = (wish: Wish, followed: Followed) => Verdict;

/** What can be taken back, and when. */
const reversals: Readonly<Partial<Record<Wish["kind"], Rule>>> = {
  held_refund: () => approved,
  capture: (_wish, { target, sale }) => (target.minor <= refundableOfSale(sale) ? approved : tooMuch),
  authorisation: (wish, followed) => (wish.restOnly || isUntouched(wish, followed) ? approved : refused),
};

function reversalOf(wish: Wish, followed: Followed): Verdict {
  const { target, outcome, isTakenBack, isSettled } = followed;
  if (isTakenBack || isSettled) return refused;
  if (outcome !== "approved") return approved;
  return reversals[target.kind]?.(wish, followed) ?? refused;
}

function settlementOf({ minor }: Wish, { target, outcome, isTakenBack, isSettled }: Followed): Verdict {
  if (target.kind !== "held_refund" || outcome !== "approved" || isTakenBack || isSettled) return refused;
  return minor <= target.minor ? approved : tooMuch;
}

const rules: Readonly<Record<Wish["kind"], Rule>> = {
  authorisation: () => approved,
  capture: captureOf,
  refund: refundOf,
  held_refund: refundOf,
  held_refund_settlement: settlementOf,
  reversal: reversalOf,
};

/** What the books say to a wish. */
export const checkFollowUp = (wish: Wish, followed: Followed): Verdict => rules[wish.kind](wish, followed);

/** Whether a reversal leaves something of it. */
export const leavesCaptured = (
  { restOnly }: Pick<Booking, "restOnly">,
  { target, account }: Pick<Followed, "target" | "account">,
): boolean => restOnly && target.kind === "authorisation" && (account?.captured ?? 0) > 0;

function reverse(
  account: Account,
  booking: Booking,
  { target, outcome }: Pick<Followed, "target" | "outcome">,
): void {
  if (target.kind === "held_refund") account.held -= target.minor;
  else if (target.kind === "capture") account.captured -= target.minor;
  else if (leavesCaptured(booking, { target, account }))
    account.released = account.authorised - account.captured;
  else if (outcome === "approved") {
    account.reversed = account.authorised;
    account.captured = 0;
  } else account.isCancelled = true;
}

/** Enters an approved follow-up into the sums. */
export function post(
  account: Account,
  booking: Booking,
  followed: Pick<Followed, "target" | "outcome">,
): void {
  switch (booking.kind) {
    case "authorisation":
      return;
    case "capture":
      account.captured += booking.minor;
      if (booking.isFinal) account.released = account.authorised - account.captured;
      return;
    case "refund":
      account.refunded += booking.minor;
      return;
    case "held_refund":
      account.held += booking.minor;
      return;
    case "held_refund_settlement":
      account.held -= followed.target.minor;
      account.refunded += booking.minor;
      return;
    case "reversal":
      reverse(account, booking, followed);
  }
}
