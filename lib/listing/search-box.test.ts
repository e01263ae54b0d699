import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressOf } from "@/lib/listing/address";
import { parseListing, type Parameters } from "@/lib/listing/parse";
import { amount, choice, days, listing, reference, text } from "@/lib/listing/spec";
import { noLabels, type Labels } from "@/lib/listing/vocabulary";

type Row = { readonly id: string; readonly at: Date };
const shop = "019c8a3e-7a10-7bde-8f4e-0d9c1a2b3c4d";

const orders = listing<Row>()({
  name: "orders",
  permission: "payments:read",
  newestFirst: "at",
  searchable: true,
  columns: [{ key: "at", kind: "instant", sortable: true }],
  filters: {
    status: choice(["completed", "in_doubt"]),
    settle: choice(["0", "2"]),
    shop: reference(),
    amount: amount(["EUR", "JPY"]),
    created: days(),
    due: days({ dates: true, ahead: true }),
    email: text(),
    order: text(),
  },
  aliases: { "status:suspended": "settle:2", "settle:suspended": "settle:2", mail: "email" },
});

const dutch: Labels = {
  filters: { status: "Status", email: "E-mail van de klant", amount: "Bedrag", created: "Aangemaakt" },
  values: { status: { completed: "Voltooid", in_doubt: "Niet zeker" }, shop: { [shop]: "Fietsen & Co" } },
  presets: { yesterday: "Gisteren", last_7_days: "Laatste 7 dagen" },
  currency: "Valuta",
};

const at = (labels: Labels) => ({
  timezone: "Europe/Amsterdam",
  now: new Date("2026-03-04T12:00:00Z"),
  labels,
});
const parse = (parameters: Parameters, labels = noLabels) => parseListing(orders, parameters, at(labels));
const addressFor = (q: string, labels = noLabels) => addressOf(orders, parse({ q }, labels)).toString();
const canonical = (address: string) => new URLSearchParams(address).toString();

describe("operators in the search box are the filters", () => {
  it.each([
    ["status:completed", "status=completed"],
    ["Status:Completed", "status=completed"],
    ["status:completed,in-doubt", "status=completed&status=in_doubt"],
    ['status:"in doubt"', "status=in_doubt"],
    ["status:in doubt", "status=in_doubt"],
    ["status: completed", "status=completed"],
    ["status:suspended", "settle=2"],
    ["status:completed,suspended", "status=completed&settle=2"],
    ["settle:suspended", "settle=2"],
    ["amount:>100", "amount-min=100.001"],
    ["amount:>=100", "amount-min=100"],
    ["amount:<50", "amount-max=49.999"],
    ["amount:<=50,5", "amount-max=50.5"],
    ["amount:10..20", "amount-min=10&amount-max=20"],
    ["amount:10..", "amount-min=10"],
    ["amount:..20EUR", "amount-max=20&currency=EUR"],
    ["amount:>10 amount:<20.5", "amount-min=10.001&amount-max=20.499"],
    ["amount:12.50", "amount-min=12.50&amount-max=12.50"],
    ["currency:jpy", "currency=JPY"],
    ["created:today", "created=today"],
    ["created:last week", "created=last_week"],
    ["created:2026-03-01..2026-03-31", "from=2026-03-01&to=2026-03-31"],
    ["created:>2026-02-28", "from=2026-03-01"],
    ["created:<=2026-02-28", "to=2026-02-28"],
    ["due:tomorrow", "due=tomorrow"],
    ["due:2026-03-09..", "due-from=2026-03-09"],
    ["from:2026-03-01", "from=2026-03-01"],
    ["email:@gmail.com", "email=@gmail.com"],
    ["mail:@gmail.com", "email=@gmail.com"],
    ['order:"A 7"', "order=A+7"],
    [`shop:${shop}`, `shop=${shop}`],
    ["last week", "created=last_week"],
    ["Last 7 days", "created=last_7_days"],
    ["this month eva@", "q=eva@&created=this_month"],
    ["2026-03-01", "from=2026-03-01&to=2026-03-01"],
    ["2026-03-01..2026-03-31", "from=2026-03-01&to=2026-03-31"],
    [
      "status:suspended amount:>100 email:@gmail.com last week",
      "settle=2&amount-min=100.001&created=last_week&email=@gmail.com",
    ],
  ])("%s", (q, address) => {
    expect(parse({ q }).ignored).toEqual([]);
    expect(addressFor(q)).toBe(canonical(address));
  });

  it.each([
    ["status:voltooid", "status=completed"],
    ["status:niet zeker", "status=in_doubt"],
    ["bedrag:>=5 valuta:EUR", "amount-min=5&currency=EUR"],
    ["e-mail-van-de-klant:eva", "email=eva"],
    ["gisteren", "created=yesterday"],
    ["aangemaakt:laatste 7 dagen", "created=last_7_days"],
    ["yesterday status:completed", "status=completed&created=yesterday"],
    ['shop:"fietsen & co"', `shop=${shop}`],
  ])("in the reader's language as well: %s", (q, address) => {
    expect(addressFor(q, dutch)).toBe(canonical(address));
  });

  it("add to the filters that are on, or take the place of the same one", () => {
    const query = parse({
      q: "status:in_doubt created:today amount:>5",
      status: "completed",
      from: "2026-01-01",
      "amount-max": "9",
    });
    expect(addressOf(orders, query).toString()).toBe(
      "status=completed&status=in_doubt&amount-min=5.001&amount-max=9&created=today",
    );
    expect(query.ignored).toEqual([]);
  });
});

describe("what is no operator stays text", () => {
  it.each([
    "A-12",
    "eva@shop.example",
    "10:30",
    "https://shop.example/a",
    '12" disc',
    "12  34",
    ": x",
    '"open',
  ])("%s", (q) => {
    expect(parse({ q })).toMatchObject({ search: q, verbatim: false, filters: {}, ignored: [] });
  });

  it.each([
    ['"status:completed"', "status:completed"],
    ['"PO:2026" status:completed', "PO:2026"],
    ['"last week"', "last week"],
    ['"say ""hi"" today:x"', 'say "hi" today:x'],
    ["last status:completed week", "last week"],
  ])("%s asks for the text %s, and its address does so again", (q, search) => {
    const query = parse({ q });
    expect(query).toMatchObject({ search, ignored: [] });
    const again = addressOf(orders, query);
    expect(parse({ ...Object.fromEntries(again) })).toMatchObject({ search, filters: query.filters });
  });
});

describe("what is not understood is named", () => {
  it.each([
    ["colour:red", "colour", "red", "unknown_operator"],
    ["status:opne", "status", "opne", "unknown_value"],
    ["status:", "status", "", "unknown_value"],
    ["status:completed,opne", "status", "completed,opne", "unknown_value"],
    ["amount:much", "amount", "much", "unknown_value"],
    ["amount:<0", "amount", "<0", "unknown_value"],
    ["amount:..", "amount", "..", "unknown_value"],
    ["created:2026-02-30", "created", "2026-02-30", "unknown_value"],
    ["created:tomorrow", "created", "tomorrow", "unknown_value"],
    ["currency:XXX", "currency", "XXX", "unknown_value"],
    ["shop:7", "shop", "7", "unknown_value"],
    [`order:${"x".repeat(101)}`, "order", "", "unknown_value"],
  ])("%s", (q, parameter, value, reason) => {
    expect(parse({ q })).toMatchObject({
      search: null,
      filters: {},
      ignored: [{ parameter, value, reason }],
    });
  });

  it("but never with a card number in it", () => {
    for (const q of [
      "order:4111111111111111",
      "x status:4111-1111-1111-1111",
      'email:"4111 1111 1111 1111"',
    ]) {
      const query = parse({ q });
      expect(query.ignored).toEqual([{ parameter: "q", value: "", reason: "card_number" }]);
      expect(query.filters).toEqual({});
    }
  });
});

const day = fc.constantFrom("2026-01-31", "2026-03-29", "2025-12-01");
const figure = fc.constantFrom("0.01", "10", "99.999", "1234.5");
const word = fc.oneof(
  fc.constantFrom("status:completed", "settle:suspended", "last", "week", "today", "7", "days", "Gisteren"),
  fc.constantFrom(
    '"status:x"',
    "colour:red",
    "order:",
    ':"',
    '"',
    '"a b"',
    "http://x",
    "email:a",
    "niet",
    "zeker",
  ),
  figure.map((text) => `amount:>${text}`),
  fc.tuple(figure, figure).map(([first, last]) => `amount:${first}..${last}`),
  day.map((text) => `created:${text}`),
  day.map((text) => `due:>=${text}`),
  fc.string({ maxLength: 12 }),
);
const boxes = fc.array(word, { maxLength: 8 }).map((words) => words.join(" "));

const parametersOf = (address: URLSearchParams): Parameters =>
  Object.fromEntries([...new Set(address.keys())].map((name) => [name, address.getAll(name)]));

it("typed, written as an address and read again is the same query, and the same address", () => {
  fc.assert(
    fc.property(boxes, fc.constantFrom(noLabels, dutch), (q, labels) => {
      const query = parse({ q }, labels);
      const address = addressOf(orders, query);
      const again = parse(parametersOf(address), labels);
      expect(again).toEqual({ ...query, ignored: [] });
      expect(addressOf(orders, again).toString()).toBe(address.toString());
    }),
    { numRuns: 1000 },
  );
});
