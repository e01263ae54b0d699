import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aheadPresets, dayPresets } from "@/lib/kernel/day-preset";
import { addressOf } from "@/lib/listing/address";
import { writeCursor } from "@/lib/listing/cursor";
import { parseListing, type Parameters } from "@/lib/listing/parse";
import { amount, choice, days, listing, reference, text, type Listing } from "@/lib/listing/spec";

type Row = {
  readonly id: string;
  readonly at: Date;
  readonly total: { minor: number; currency: string } | null;
};

const orders = listing<Row>()({
  name: "orders",
  permission: "payments:read",
  newestFirst: "at",
  searchable: true,
  columns: [
    { key: "at", kind: "instant", sortable: true },
    { key: "id", kind: "id" },
    { key: "total", kind: "money", sortable: true },
  ],
  filters: {
    state: choice(["open", "shut"]),
    shop: reference(),
    total: amount(["EUR", "JPY"]),
    made: days(),
    due: days({ dates: true, ahead: true }),
    note: text(),
  },
});

// 00:30 of 1 March in Amsterdam.
const context = { timezone: "Europe/Amsterdam", now: new Date("2026-02-28T23:30:00Z") };
const parse = (parameters: Parameters) => parseListing(orders, parameters, context);
const id = "019c8a3e-7a10-7bde-8f4e-0d9c1a2b3c4d";

const parametersOf = (address: URLSearchParams) => {
  const parameters: Record<string, string[]> = {};
  for (const [name, value] of address) (parameters[name] ??= []).push(value);
  return parameters;
};

describe("an address becomes a typed query", () => {
  it("without parameters is the newest page, unfiltered", () => {
    expect(parse({})).toEqual({
      search: null,
      verbatim: false,
      filters: {},
      sort: { key: "at", direction: "desc" },
      page: null,
      size: 50,
      exact: false,
      timezone: "Europe/Amsterdam",
      ignored: [],
    });
  });

  it("takes several values once each, in any order, and empty ones as absent", () => {
    const query = parse({ state: ["shut", "open", "shut", ""], shop: "", q: "  A-12 " });
    expect(query.filters).toEqual({ state: ["shut", "open"] });
    expect(query.search).toBe("A-12");
    expect(query.ignored).toEqual([]);
  });

  it("reads both ends of a range of local days as inclusive", () => {
    expect(parse({ from: "2026-03-29", to: "2026-03-29" }).filters.made).toMatchObject({
      preset: null,
      from: new Date("2026-03-28T23:00:00Z"),
      until: new Date("2026-03-29T22:00:00Z"),
    });
  });

  it("reads a preset in the merchant's zone", () => {
    expect(parse({ made: "yesterday" }).filters.made).toMatchObject({
      preset: "yesterday",
      first: "2026-02-28",
      last: "2026-02-28",
      from: new Date("2026-02-27T23:00:00Z"),
    });
  });

  it("reads a second pair of days under its own name, ahead of today as well", () => {
    const query = parse({ "due-from": "2026-03-02", from: "2026-01-01" });
    expect(query.filters.due).toMatchObject({ preset: null, first: "2026-03-02", last: null });
    expect(query.filters.made).toMatchObject({ first: "2026-01-01", last: null });
    expect(parse({ due: "next_7_days" }).filters.due).toMatchObject({
      preset: "next_7_days",
      first: "2026-03-01",
      last: "2026-03-07",
    });
    expect(parse({ made: "tomorrow", due: "this_month" }).ignored).toHaveLength(2);
  });

  it("reads a piece of text as it was typed", () => {
    expect(parse({ note: " INV-1 % " }).filters.note).toBe("INV-1 %");
  });

  it("reads amounts with point or comma", () => {
    expect(parse({ "total-min": "10,5", "total-max": "20.50", currency: "EUR" }).filters.total).toEqual({
      min: "10.5",
      max: "20.50",
      currency: "EUR",
    });
  });

  it("clamps the page size without a complaint", () => {
    expect(parse({ limit: "9999" })).toMatchObject({ size: 100, ignored: [] });
  });
});

const cursorAt = (value: string) => writeCursor({ value, id });

describe("what is not understood is left out and named", () => {
  it.each([
    [{ state: "opne" }, "state", "opne", "unknown_value"],
    [{ colour: "red" }, "colour", "red", "unknown_parameter"],
    [{ shop: "7" }, "shop", "7", "unknown_value"],
    [{ from: "2026-02-30" }, "from", "2026-02-30", "unknown_value"],
    [{ made: "last_year" }, "made", "last_year", "unknown_value"],
    [{ made: "today", from: "2026-01-01" }, "from", "2026-01-01", "unknown_value"],
    [{ "total-min": "ten" }, "total-min", "ten", "unknown_value"],
    [{ "total-min": "-1" }, "total-min", "-1", "unknown_value"],
    [{ currency: "XXX" }, "currency", "XXX", "unknown_value"],
    [{ sort: "id" }, "sort", "id", "unknown_value"],
    [{ sort: "--at" }, "sort", "--at", "unknown_value"],
    [{ limit: "0" }, "limit", "0", "unknown_value"],
    [{ limit: "many" }, "limit", "many", "unknown_value"],
    [{ q: "a\0b" }, "q", "", "unknown_value"],
    [{ note: "a\0b" }, "note", "", "unknown_value"],
    [{ note: "x".repeat(101) }, "note", "", "unknown_value"],
    [{ "due-from": "soon" }, "due-from", "soon", "unknown_value"],
    [{ due: "tomorrow", "due-to": "2026-03-09" }, "due-to", "2026-03-09", "unknown_value"],
    [{ "made-from": "2026-03-09" }, "made-from", "2026-03-09", "unknown_parameter"],
    [{ after: "nonsense!" }, "after", "nonsense!", "bad_cursor"],
    [{ __proto__x: "1" }, "__proto__x", "1", "unknown_parameter"],
  ] as const)("%j", (parameters, parameter, value, reason) => {
    const query = parse(parameters);
    expect(query.ignored).toEqual([{ parameter, value, reason }]);
  });

  it("a search too long to be meant is not shortened into a wider one", () => {
    expect(parse({ q: "x".repeat(201) })).toMatchObject({
      search: null,
      ignored: [{ parameter: "q", value: "", reason: "unknown_value" }],
    });
  });

  it("an unsearchable list names q as unknown", () => {
    const plain: Listing<Row, typeof orders.filters> = { ...orders, searchable: false };
    expect(parseListing(plain, { q: "x" }, context).ignored).toEqual([
      { parameter: "q", value: "x", reason: "unknown_parameter" },
    ]);
  });

  it.each([
    ["a forged instant", cursorAt("2026-13-45T99:99:99.000Z")],
    ["dots", cursorAt("......")],
    ["a place on another sort's way", cursorAt("10.50")],
    ["a forged id", writeCursor({ value: "2026-01-01T00:00:00.000Z", id: "-".repeat(36) })],
  ])("a cursor with %s", (_what, after) => {
    expect(parse({ after })).toMatchObject({
      page: null,
      ignored: [{ parameter: "after", value: after, reason: "bad_cursor" }],
    });
  });
});

describe("a card number never comes back to the page", () => {
  const number = "4111 1111 1111 1111";

  it("is refused as a search and as a piece of text", () => {
    expect(parse({ q: number, note: number })).toMatchObject({
      search: null,
      filters: {},
      ignored: [
        { parameter: "q", value: "", reason: "card_number" },
        { parameter: "note", value: "", reason: "card_number" },
      ],
    });
  });

  it.each([
    "state",
    "shop",
    "from",
    "made",
    "due",
    "due-to",
    "total-min",
    "currency",
    "sort",
    "limit",
    "after",
    "colour",
  ])("pasted into %s is left out without its digits", (name) => {
    const query = parse({ [name]: number });
    expect(query.ignored).toHaveLength(1);
    expect(JSON.stringify(query)).not.toMatch(/4111/);
  });

  it("repeated is left out as well", () => {
    expect(JSON.stringify(parse({ colour: [number, number] }))).not.toMatch(/4111/);
  });
});

const names = [
  "q",
  "count",
  "state",
  "shop",
  "from",
  "to",
  "made",
  "due",
  "due-from",
  "due-to",
  "note",
  "total-min",
  "total-max",
  "currency",
  "sort",
  "limit",
  "after",
  "before",
  "x",
];
const values = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("open", id, "2026-03-29", "today", "10.5", "EUR", "-total", "20", cursorAt("10.5")),
);
const junk = fc.dictionary(
  fc.oneof(fc.constantFrom(...names), fc.string()),
  fc.oneof(values, fc.array(values, { maxLength: 4 })),
) as fc.Arbitrary<Parameters>;

describe("junk", () => {
  it("never throws, and all of it that is not used is named", () => {
    fc.assert(
      fc.property(junk, (parameters) => {
        const query = parse(parameters);
        const used = new Set([...query.ignored.map(({ parameter }) => parameter), ...names]);
        for (const [name, value] of Object.entries(parameters)) {
          if (value !== undefined) expect(used).toContain(name);
        }
        expect(query.size).toBeLessThanOrEqual(100);
      }),
      { numRuns: 500 },
    );
  });
});

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const day = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2040-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const decimalText = fc.tuple(fc.nat(), fc.nat({ max: 999 })).map(([whole, part]) => `${whole}.${part}`);
const moment = fc
  .date({ min: new Date("1000-01-01"), max: new Date("9000-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
const ways = fc.oneof(
  fc.record({ sort: fc.constantFrom("at", "-at", undefined), page: optional(moment) }),
  fc.record({ sort: fc.constantFrom("total", "-total"), page: optional(decimalText) }),
);

const addresses = fc
  .record({
    q: optional(fc.string({ minLength: 1, maxLength: 200 })),
    state: fc.subarray(["open", "shut"]),
    shop: fc.array(fc.uuid(), { maxLength: 3 }),
    made: fc.oneof(
      fc.record({ made: fc.constantFrom(...dayPresets) }),
      fc.record({ from: optional(day), to: optional(day) }),
    ),
    due: fc.oneof(
      fc.record({ due: fc.constantFrom(...aheadPresets) }),
      fc.record({ "due-from": optional(day), "due-to": optional(day) }),
    ),
    note: optional(fc.string({ minLength: 1, maxLength: 100 })),
    "total-min": optional(decimalText),
    "total-max": optional(decimalText),
    currency: optional(fc.constantFrom("EUR", "JPY")),
    way: ways,
    side: fc.constantFrom("after", "before"),
    count: fc.constantFrom("exact", undefined),
    limit: optional(fc.integer({ min: 1, max: 100 }).map(String)),
  })
  .map(({ made, due, way, side, ...rest }): Parameters => ({
    ...rest,
    ...made,
    ...due,
    sort: way.sort,
    ...(way.page === undefined ? {} : { [side]: writeCursor({ value: way.page, id }) }),
  }));

describe("the round trip", () => {
  it("parse, write, parse gives the same query, and writing again the same address", () => {
    fc.assert(
      fc.property(addresses, (parameters) => {
        const query = parse(parameters);
        const address = addressOf(orders, query);
        const again = parse(parametersOf(address));
        expect(again).toEqual({ ...query, ignored: [] });
        expect(addressOf(orders, again).toString()).toBe(address.toString());
      }),
      { numRuns: 500 },
    );
  });

  it("leaves default values out", () => {
    expect(addressOf(orders, parse({ sort: "-at", limit: "50" })).toString()).toBe("");
  });

  it("changing a filter goes to page one and keeps sort and size; changing the page keeps all", () => {
    const query = parse({ state: "open", sort: "total", limit: "20", after: cursorAt("1.5") });
    expect(addressOf(orders, query, { filters: { state: ["shut"] } }).toString()).toBe(
      "state=shut&sort=total&limit=20",
    );
    expect(addressOf(orders, query, { page: { before: { value: "2", id } } }).toString()).toBe(
      `state=open&sort=total&limit=20&before=${cursorAt("2")}`,
    );
  });
});
