import { describe, expect, it } from "vitest";
import { complete, offersOf } from "@/lib/listing/complete";
import { parseListing } from "@/lib/listing/parse";
import { amount, choice, days, listing, reference, text } from "@/lib/listing/spec";
import { vocabularyOf, type Labels } from "@/lib/listing/vocabulary";

type Row = { readonly id: string; readonly at: Date };
const shop = "019c8a3e-7a10-7bde-8f4e-0d9c1a2b3c4d";
const orders = listing<Row>()({
  name: "orders",
  permission: "payments:read",
  newestFirst: "at",
  searchable: true,
  columns: [{ key: "at", kind: "instant" }],
  filters: {
    status: choice(["completed", "cancelled", "in_doubt"]),
    settle: choice(["0", "2"]),
    shop: reference(),
    amount: amount(["EUR", "JPY"]),
    created: days(),
    email: text(),
  },
  aliases: { "status:suspended": "settle:2", "settle:suspended": "settle:2", mail: "email" },
});
const labels: Labels = {
  filters: {
    status: "Status",
    settle: "Verrekening",
    amount: "Bedrag",
    created: "Aangemaakt",
    email: "E-mail",
  },
  values: {
    status: { completed: "Voltooid", cancelled: "Geannuleerd", in_doubt: "Niet zeker" },
    settle: { "2": "Opgeschort" },
    shop: { [shop]: "Fietsen & Co" },
  },
  presets: { last_week: "Vorige week", yesterday: "Gisteren" },
  currency: "Valuta",
};
const offers = offersOf(vocabularyOf(orders, labels), [
  [">", "meer dan"],
  ["<", "minder dan"],
]);
const inserts = (text: string) => complete(offers, text).suggestions.map(({ insert }) => insert);

describe("completion", () => {
  it.each([
    ["sta", ["status:"]],
    ["bed", ["amount:"]],
    ["status:", ["status:completed ", "status:cancelled ", "status:in_doubt ", "status:suspended "]],
    ["status:c", ["status:completed ", "status:cancelled "]],
    ["status:vol", ["status:completed "]],
    ["Status:completed,can", ["status:completed,cancelled "]],
    ["settle:opg", ["settle:suspended "]],
    ["opgesch", ["status:suspended ", "settle:suspended "]],
    ["amount:", ["amount:>", "amount:<"]],
    ["amount:>", []],
    ["currency:j", ["currency:JPY "]],
    ["created:last-w", ["created:last-week "]],
    ["vorige", ["created:last-week "]],
    ["shop:fie", ['shop:"Fietsen & Co" ']],
    ['shop:"fietsen &', ['shop:"Fietsen & Co" ']],
    ["email:e", []],
    ["colour:r", []],
    ['"sta', []],
    ["zzz", []],
  ])("of %s", (typed, expected) => {
    expect(inserts(typed)).toEqual(expected);
  });

  it("offers the operators for a new word, and leaves what stands before it alone", () => {
    expect(complete(offers, "eva@ status:completed ").start).toBe(22);
    expect(inserts("eva@ ")).toEqual([
      "status:",
      "settle:",
      "shop:",
      "amount:",
      "created:",
      "email:",
      "currency:",
    ]);
  });

  it("writes only what the box understands", () => {
    const values = ["status:", "settle:", "shop:", "created:", "currency:"].flatMap(inserts);
    expect(values.length).toBeGreaterThan(12);
    const context = { timezone: "UTC", now: new Date("2026-03-04T12:00:00Z"), labels };
    for (const q of values) {
      expect([q, parseListing(orders, { q }, context)]).toEqual([
        q,
        expect.objectContaining({ search: null, ignored: [] }),
      ]);
    }
  });
});
