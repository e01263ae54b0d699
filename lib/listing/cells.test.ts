import { describe, expect, it } from "vitest";
import { locales } from "@/lib/kernel/locale";
import { cellFormat, formatRow, moneyText } from "@/lib/listing/cells";
import { days, listing } from "@/lib/listing/spec";

const plainSpaces = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, " ");

describe("figures on screen", () => {
  it.each([
    ["en", "1,234,567.89"],
    ["nl", "1.234.567,89"],
    ["de", "1.234.567,89"],
    ["fi", "1 234 567,89"],
    ["pl", "1 234 567,89"],
  ] as const)("in %s are grouped as %s", (locale, text) => {
    const [figure, currency] = cellFormat(locale, "UTC").money({ minor: 1_234_567_89, currency: "EUR" });
    expect([plainSpaces(figure), currency]).toEqual([text, "EUR"]);
  });

  it("have the decimals of their currency and a real minus, in every language", () => {
    for (const locale of locales) {
      const format = cellFormat(locale, "UTC");
      expect(format.money({ minor: 5, currency: "JPY" })).toEqual(["5", "JPY"]);
      expect(format.money({ minor: 1_234, currency: "KWD" })[0]).toMatch(/^1[.,]234$/);
      expect(format.money({ minor: -5, currency: "EUR" })[0]).toMatch(/^\u22120[.,]05$/);
      expect(format.count(-1)).toBe("\u22121");
    }
  });

  it("stay beside their currency in a sentence", () => {
    expect(moneyText(cellFormat("en", "UTC"), { minor: 25_00, currency: "EUR" })).toBe("25.00\u00a0EUR");
  });
});

describe("instants on screen", () => {
  it("are told in the merchant's zone, short and exact", () => {
    const instant = new Date("2026-10-25T00:30:05Z");
    expect(cellFormat("en", "Europe/Amsterdam").instant(instant)).toEqual([
      "25 Oct 2026, 02:30",
      "25 Oct 2026, 02:30:05 GMT+2",
    ]);
    expect(cellFormat("en", "Asia/Tokyo").instant(instant)[0]).toBe("25 Oct 2026, 09:30");
  });

  it("a local day is that day, whatever the zone", () => {
    expect(cellFormat("de", "Pacific/Kiritimati").day("2026-03-01")).toBe("1. März 2026");
    expect(cellFormat("de", "America/Los_Angeles").day("2026-03-01")).toBe("1. März 2026");
  });
});

it("a row becomes cells in the order of the columns, nothing becoming null", () => {
  type Row = {
    id: string;
    at: Date | null;
    total: { minor: number; currency: string } | null;
    method: { code: string; detail: string | null } | null;
    items: number;
    due: string | null;
    state: string | null;
    hint: string | null;
  };
  const orders = listing<Row>()({
    name: "orders",
    permission: "payments:read",
    newestFirst: "at",
    searchable: false,
    columns: [
      { key: "items", kind: "count" },
      { key: "id", kind: "id" },
      { key: "at", kind: "instant" },
      { key: "total", kind: "money" },
      { key: "method", kind: "coded" },
      { key: "due", kind: "day" },
      { key: "state", kind: "status", optional: true, note: "hint" },
    ],
    filters: { made: days() },
  });
  const format = cellFormat("en", "UTC");
  const empty = {
    id: "7",
    at: null,
    total: null,
    method: null,
    items: 1200,
    due: null,
    state: null,
    hint: null,
  };
  expect(formatRow(orders, empty, format)).toEqual({
    id: "7",
    cells: ["1,200", "7", null, null, null, null, null],
  });
  const full = {
    ...empty,
    due: "2026-03-01",
    state: "open",
    total: { minor: 100, currency: "EUR" },
    method: { code: "card", detail: null },
  };
  expect(formatRow(orders, full, format).cells.slice(3)).toEqual([
    ["1.00", "EUR"],
    ["card", ""],
    "1 Mar 2026",
    "open",
  ]);
  expect(formatRow(orders, { ...full, hint: "held" }, format).cells.at(-1)).toEqual(["open", "held"]);
});
