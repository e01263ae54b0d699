import { describe, expect, it } from "vitest";
import { Balance } from "./balance";
import { approved, declined, type Verdict, type Wish } from "./booking";
import { Ledger } from "./ledger";

const now = new Date("2026-11-22T12:00:00Z");
const ledger = () => new Ledger(null, new Balance());
const plain = {
  ...{ target: null, original: null, initial: null, reservedDays: null, currency: "EUR" },
  ...{ movesAtOnce: false, isFinal: false, restOnly: false, isRenewal: false },
} as const;

function book(
  books: Ledger,
  wish: Partial<Wish> & Pick<Wish, "operationId" | "kind" | "minor">,
  verdict?: Verdict,
) {
  const state = books.book({ ...plain, ...wish }, verdict ?? approved, now);
  return { ...state, reference: state.reference ?? "" };
}
const authorise = (books: Ledger, operationId: string, minor: number, initial: string | null = null) =>
  book(books, { operationId, kind: "authorisation", minor, initial, isRenewal: initial !== null }).reference;
const sumsOf = (books: Ledger, reference: string) =>
  books.sums(now).find((account) => account.reference === reference);

describe("a sale whose reservation is renewed", () => {
  it("releases the rest of a reservation and leaves what was captured", () => {
    const books = ledger();
    const first = authorise(books, "a", 100_00);
    book(books, { operationId: "c", kind: "capture", minor: 40_00, target: first });
    const whole = { kind: "reversal", minor: 100_00, target: first } as const;
    expect(book(books, { operationId: "v", ...whole }).outcome).toBe("declined");
    expect(book(books, { operationId: "w", ...whole, restOnly: true }).outcome).toBe("approved");
    expect(sumsOf(books, first)).toMatchObject({ captured: 40_00, released: 60_00, reversed: 0 });
    const more = book(books, { operationId: "d", kind: "capture", minor: 1, target: first });
    expect(more).toMatchObject({ outcome: "declined", code: "61" });
  });

  it("refunds what was captured on any of its authorisations, under the first one", () => {
    const books = ledger();
    const first = authorise(books, "a", 100_00);
    book(books, { operationId: "v", kind: "reversal", minor: 100_00, target: first, restOnly: true });
    const second = authorise(books, "b", 100_00, first);
    const refund = (operationId: string, minor: number) =>
      book(books, { operationId, kind: "refund", minor, target: first }).outcome;
    expect(refund("r", 1)).toBe("declined");
    book(books, { operationId: "c", kind: "capture", minor: 30_00, target: second });
    expect(refund("s", 30_01)).toBe("declined");
    expect(refund("t", 30_00)).toBe("approved");
    expect(sumsOf(books, second)).toMatchObject({ sale: first, captured: 30_00 });
  });

  it("takes a capture back, unless it was refunded, and reserves it again", () => {
    const books = ledger();
    const first = authorise(books, "a", 100_00);
    const { reference: target } = book(books, {
      operationId: "c",
      kind: "capture",
      minor: 40_00,
      target: first,
    });
    const back = (operationId: string) =>
      book(books, { operationId, kind: "reversal", minor: 40_00, target });
    book(books, { operationId: "r", kind: "refund", minor: 1, target: first });
    expect(back("v")).toMatchObject({ outcome: "declined", code: "61" });

    const other = authorise(books, "b", 100_00);
    const captured = book(books, { operationId: "d", kind: "capture", minor: 40_00, target: other });
    const reversal = { kind: "reversal", minor: 40_00, target: captured.reference } as const;
    expect(book(books, { operationId: "w", ...reversal }).outcome).toBe("approved");
    expect(book(books, { operationId: "x", ...reversal }).outcome).toBe("declined");
    expect(sumsOf(books, other)).toMatchObject({ captured: 0, reversed: 0, released: 0 });
  });

  it("remembers which amounts of a sale were declined", () => {
    const books = ledger();
    const first = authorise(books, "a", 100_00);
    expect(books.hasRefused(first, 55_13)).toBe(false);
    const wish = { kind: "authorisation", minor: 55_13, initial: first, isRenewal: true } as const;
    book(books, { operationId: "b", ...wish }, declined("05"));
    expect(books.hasRefused(first, 55_13)).toBe(true);
    expect(books.hasRefused(first, 55_12)).toBe(false);
  });
});
