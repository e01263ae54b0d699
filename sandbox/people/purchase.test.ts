import { describe, expect, it } from "vitest";
import { isTestCard } from "@/lib/kernel/card-number";
import { behaviourOfAuthorisation } from "@/sandbox/acquirer/behaviour";
import { nextPurchase, refundOf } from "./purchase";
import { randomFrom } from "./random";

const purchases = (seed: number, count: number) => {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, index) => nextPurchase(random, index + 1));
};
const many = purchases(7, 5_000);
const behaviours = many.map(
  ({ card, amount }) =>
    behaviourOfAuthorisation(card && { number: card.number, isExpired: false }, amount.minor).kind,
);
const share = (kind: string) => behaviours.filter((found) => found === kind).length / many.length;

describe("lifelike purchases", () => {
  it("are the same for the same seed and others for another", () => {
    expect(purchases(7, 50)).toEqual(many.slice(0, 50));
    expect(purchases(8, 50)).not.toEqual(many.slice(0, 50));
  });

  it("come from five countries in five currencies", () => {
    expect(new Set(many.map(({ customer }) => customer.country))).toEqual(
      new Set(["NL", "PL", "SE", "JP", "KW"]),
    );
    expect(new Set(many.map(({ amount }) => amount.currency))).toEqual(
      new Set(["EUR", "PLN", "SEK", "JPY", "KWD"]),
    );
  });

  it("fail in real proportions", () => {
    expect(share("decline")).toBeGreaterThan(0.06);
    expect(share("decline")).toBeLessThan(0.1);
    expect(share("error")).toBeLessThan(0.01);
    expect(share("hang") + share("die") + share("late")).toBe(0);
  });

  it("are paid with published test cards and with whole positive amounts", () => {
    for (const { card, amount } of many) {
      if (card !== null) expect(isTestCard(card.number)).toBe(true);
      expect(Number.isInteger(amount.minor) && amount.minor > 0).toBe(true);
    }
  });

  it("have addresses that no mail server would refuse and that nobody owns", () => {
    for (const { customer } of many)
      expect(customer.email).toMatch(/^[a-z]+\.[a-z]+\d*@([a-z]+\.)?example\.[a-z.]+$/);
  });

  it("are refunded in full or in part, never beyond", () => {
    const random = randomFrom(3);
    for (const { amount } of many) {
      const back = refundOf(random, amount);
      expect(back.minor > 0 && back.minor <= amount.minor && back.currency === amount.currency).toBe(true);
    }
  });
});
