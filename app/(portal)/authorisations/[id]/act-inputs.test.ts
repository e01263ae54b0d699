import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CaptureInput, ReverseInput } from "@/app/(portal)/authorisations/[id]/act-inputs";

const paymentId = randomUUID();
const form = (amount: string, own: object = {}) => ({
  ...{ paymentId, amount, currency: "EUR", seenRemaining: "10000", ...own },
});
const read = (amount: string, own: object = {}) => CaptureInput.parse(form(amount, own));

describe("what the capture dialog sends", () => {
  it("is read in the currency's own units, with comma or point", () => {
    expect(read("40,5")).toEqual({ paymentId, minor: 40_50, finish: false, seenRemaining: 100_00 });
    expect(read("40.50", { finish: "on" })).toMatchObject({ minor: 40_50, finish: true });
    expect(read("5800", { currency: "JPY" })).toMatchObject({ minor: 5_800 });
    expect(read("1.234", { currency: "KWD" })).toMatchObject({ minor: 1_234 });
  });

  it("may be nothing, which stops the renewals (CT-13)", () => {
    expect(read("0.00")).toMatchObject({ minor: 0 });
  });

  it.each([
    ["40.505", "EUR"],
    ["1.5", "JPY"],
    ["-1", "EUR"],
    ["", "EUR"],
    ["1.000,00", "EUR"],
    ["forty", "EUR"],
    ["10", "XXX"],
  ])("is refused at its field when %s is no amount in %s", (amount, currency) => {
    const input = CaptureInput.safeParse(form(amount, { currency }));
    expect(input.error && Object.keys(z.flattenError(input.error).fieldErrors)).toEqual(["amount"]);
  });
});

describe("what the reversal dialog sends", () => {
  it("names an action that can be the last one (CT-12)", () => {
    expect(ReverseInput.parse({ paymentId, seen: "capture" })).toEqual({ paymentId, seen: "capture" });
    expect(ReverseInput.safeParse({ paymentId, seen: "" }).success).toBe(false);
  });
});
