import { randomInt } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { checkFollowUp, leavesCaptured, openAccount, post, type Account, type Followed } from "./account";
import type { Balance } from "./balance";
import {
  approved,
  bookingFrom,
  declined,
  declinedState,
  fingerprintOf,
  newReference,
  standingOf,
  type Booking,
  type State,
  type Verdict,
  type Wish,
} from "./booking";

const dayMs = 86_400_000;
const takenBackCode = "reversed";

export class Ledger {
  private readonly bookings = new Map<string, Booking>();
  private readonly byReference = new Map<string, Booking>();
  private readonly accounts = new Map<string, Account>();
  /** The accounts of each sale, under the reference of its first authorisation. */
  private readonly sales = new Map<string, Account[]>();
  /** Amounts of renewals that were declined, for each sale. */
  private readonly refusals = new Map<string, number[]>();
  /** Operations that were reversed, whether they had arrived or not. */
  private readonly takenBack = new Set<string>();
  /** References of held refunds whose money has moved. */
  private readonly settled = new Set<string>();
  private unwritten: string[] = [];
  private readonly journal: string | null;
  private readonly balance: Balance;

  /** Reads the journal of an earlier life. Null keeps the books in memory only. */
  constructor(journal: string | null, balance: Balance) {
    this.journal = journal;
    this.balance = balance;
    if (journal === null) return;
    mkdirSync(dirname(journal), { recursive: true });
    if (!existsSync(journal)) return;
    for (const line of readFileSync(journal, "utf8").split("\n")) {
      if (line.endsWith("}")) this.enter(bookingFrom(line));
    }
  }

  find(operationId: string): Booking | undefined {
    return this.bookings.get(operationId);
  }

  findReference(reference: string): Booking | undefined {
    return this.byReference.get(reference);
  }

  /** Whether a renewal of this amount was declined before, for the sale of this authorisation. */
  hasRefused(initial: string, minor: number): boolean {
    const sale = this.byReference.get(initial)?.sale ?? initial;
    return (this.refusals.get(sale) ?? []).includes(minor);
  }

  all(): Booking[] {
    return [...this.bookings.values()];
  }

  /** The sums of each authorisation; one that is not approved has none. */
  sums(now: Date) {
    const authorisations = this.all().filter(({ kind }) => kind === "authorisation");
    return authorisations.map((booking) => {
      const { operationId, reference, currency, reservedUntil, sale } = booking;
      const { isCancelled, ...sums } = this.accounts.get(reference) ?? { ...noSums, isCancelled: false };
      const outcome = isCancelled ? "declined" : standingOf(booking, now).outcome;
      const shown = outcome === "approved" ? sums : noSums;
      return { operationId, reference, currency, outcome, reservedUntil, sale, ...shown };
    });
  }

  /** How an operation stands now: bookings turn by the clock, and what was taken back is declined. */
  stateOf(operationId: string, now: Date): State | undefined {
    const booking = this.bookings.get(operationId);
    const isTakenBack = this.takenBack.has(operationId);
    if (booking === undefined) return isTakenBack ? declinedState(takenBackCode) : undefined;
    const { reference, authCode } = booking;
    if (isTakenBack) return { ...declinedState(takenBackCode), reference };
    return { ...standingOf(booking, now), reference, authCode };
  }

  /**
   * Enters the wish and says how it stands. The verdict gives way to what the books say. What the balance
   * cannot pay is not kept, so that it may be tried again.
   */
  book(wish: Wish, verdict: Verdict, now: Date): State {
    const checked = verdict.outcome === "declined" ? verdict : this.check(wish, now);
    const final = checked.outcome === "declined" ? checked : verdict;
    if (final.outcome !== "declined" && !this.balance.canPay(wish)) return declinedState("balance");
    const booking = this.bookingOf(wish, final, now);
    this.unwritten.push(JSON.stringify(booking));
    this.enter(booking);
    if (booking.outcome === "approved") this.balance.enter(booking);
    const { outcome, code, reference, authCode } = booking;
    return { outcome, code, reference, authCode };
  }

  /** Writes down what was entered. Nobody may be told of it before. */
  write(): void {
    if (this.journal !== null && this.unwritten.length > 0)
      appendFileSync(this.journal, this.unwritten.map((line) => `${line}\n`).join(""));
    this.unwritten = [];
  }

  private bookingOf(wish: Wish, verdict: Verdict, now: Date): Booking {
    const { operationId, kind, target, original, minor, currency, movesAtOnce, isFinal, restOnly } = wish;
    const { reservedDays } = wish;
    const reference = newReference(kind);
    return {
      operationId,
      kind,
      fingerprint: fingerprintOf(wish),
      reference,
      authorisation: this.targetOf(wish)?.authorisation ?? target ?? reference,
      target,
      original,
      minor,
      currency,
      ...{ movesAtOnce, isFinal, restOnly },
      sale: this.saleOf(wish),
      reservedUntil:
        reservedDays === null ? null : new Date(now.getTime() + reservedDays * dayMs).toISOString(),
      ...verdict,
      authCode: kind === "authorisation" && verdict.outcome === "approved" ? newAuthCode() : null,
      bookedAt: now.toISOString(),
    };
  }

  private saleOf({ initial, isRenewal }: Wish): string | null {
    if (!isRenewal || initial === null) return null;
    return this.byReference.get(initial)?.sale ?? initial;
  }

  private targetOf({ target, original }: Pick<Booking, "target" | "original">): Booking | undefined {
    if (original !== null) return this.bookings.get(original);
    return target === null ? undefined : this.byReference.get(target);
  }

  private followedOf(target: Booking, now: Date): Followed {
    return {
      target,
      outcome: standingOf(target, now).outcome,
      isTakenBack: this.takenBack.has(target.operationId),
      isSettled: this.settled.has(target.reference),
      account: this.accounts.get(target.authorisation),
      sale: this.sales.get(this.byReference.get(target.authorisation)?.sale ?? target.authorisation) ?? [],
    };
  }

  /** A reference that is older than the books is taken on trust. */
  private check(wish: Wish, now: Date): Verdict {
    if (this.takenBack.has(wish.operationId)) return declined(takenBackCode);
    const target = this.targetOf(wish);
    return target === undefined ? approved : checkFollowUp(wish, this.followedOf(target, now));
  }

  private enter(booking: Booking): void {
    this.bookings.set(booking.operationId, booking);
    this.byReference.set(booking.reference, booking);
    if (booking.sale !== null && booking.outcome === "declined")
      this.refusals.set(booking.sale, [...(this.refusals.get(booking.sale) ?? []), booking.minor]);
    if (booking.outcome === "declined" && booking.turns === null) return;
    if (booking.kind === "authorisation") this.enterAuthorisation(booking);
    else this.enterFollowUp(booking);
  }

  private enterAuthorisation(booking: Booking): void {
    const account = openAccount(booking);
    const sale = booking.sale ?? booking.reference;
    this.accounts.set(booking.reference, account);
    this.sales.set(sale, [...(this.sales.get(sale) ?? []), account]);
  }

  private enterFollowUp(booking: Booking): void {
    const target = this.targetOf(booking);
    if (target !== undefined) this.followUp(booking, target);
    else if (booking.original !== null) this.takenBack.add(booking.original);
  }

  private followUp(booking: Booking, target: Booking): void {
    if (booking.kind === "reversal" && !isStillToTakeBack(target)) return;
    const followed = this.followedOf(target, new Date(booking.bookedAt));
    if (booking.kind === "held_refund_settlement") this.settled.add(target.reference);
    const isUndone = booking.kind === "reversal" && !leavesCaptured(booking, followed);
    if (isUndone) this.takenBack.add(target.operationId);
    if (followed.account !== undefined) post(followed.account, booking, followed);
  }
}

const noSums = { authorised: 0, captured: 0, refunded: 0, held: 0, released: 0, reversed: 0 };
const newAuthCode = () => String(randomInt(0, 1_000_000)).padStart(6, "0");
const isStillToTakeBack = ({ outcome, turns }: Booking) => outcome !== "declined" || turns !== null;
