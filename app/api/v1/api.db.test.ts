import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { GET as GET_NOTHING } from "@/app/api/v1/[[...rest]]/route";
import { GET as GET_ONE } from "@/app/api/v1/payments/[id]/route";
import { POST as POST_REFUND } from "@/app/api/v1/payments/[id]/refunds/route";
import { GET, POST, PUT } from "@/app/api/v1/payments/route";
import { Problem } from "@/app/api/v1/problem-schema";
import { Refund } from "@/app/api/v1/refund-schemas";
import { Payment, PaymentPage } from "@/app/api/v1/schemas";
import { intentOf } from "@/lib/web/idempotent";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";

useAcquirer();

const base = "http://portal.example/api/v1/payments";
const wish = {
  amount: { minor: 1050, currency: "EUR" },
  method: "card",
  card: { number: "4111111111111111", expiry: "12/2030", securityCode: "123" },
  orderReference: "A-77",
  customer: { email: "eva@shop.example", name: "Eva Nowak", country: "PL" },
};

type Headers = Record<string, string>;
const nowhere = { params: Promise.resolve({}) };
const at = (id: string) => ({ params: Promise.resolve({ id }) });
const bearer = (shop: Shop): Headers => ({ authorization: `Bearer ${shop.apiKey}` });
const jsonType = { "content-type": "application/json" };

const posted = (url: string, shop: Shop, body: unknown, headers: Headers) =>
  new Request(url, {
    method: "POST",
    headers: { ...jsonType, ...bearer(shop), "idempotency-key": randomUUID(), ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const pay = (shop: Shop, body: unknown = wish, headers: Headers = {}) =>
  POST(posted(base, shop, body, headers), nowhere);
const refund = (shop: Shop, id: string, body: unknown, headers: Headers = {}) =>
  POST_REFUND(posted(`${base}/${id}/refunds`, shop, body, headers), at(id));
const list = (shop: Shop, search = "") =>
  GET(new Request(`${base}${search}`, { headers: bearer(shop) }), nowhere);
const read = (shop: Shop, id: string) =>
  GET_ONE(new Request(`${base}/${id}`, { headers: bearer(shop) }), at(id));

async function paid(shop: Shop, body: unknown = wish) {
  const answer = await pay(shop, body);
  expect(answer.status).toBe(201);
  return Payment.parse(await answer.json());
}

async function problemOf(answer: Response) {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const told = Problem.parse(await answer.json());
  expect(told.status).toBe(answer.status);
  expect(told.type).toBe(`urn:counterfoil:problem:${told.reason}`);
  return told;
}
const reasonOf = async (answer: Response) => (await problemOf(answer)).reason;
const fieldsOf = async (answer: Response) =>
  Object.fromEntries(((await problemOf(answer)).errors ?? []).map(({ field, reason }) => [field, reason]));

describe("POST /api/v1/payments", () => {
  it("creates a payment that the gateway approved and captured", async () => {
    const shop = await makeShop();
    const answer = await pay(shop);
    const payment = Payment.parse(await answer.json());
    expect(answer.headers.get("location")).toBe(`/api/v1/payments/${payment.id}`);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(payment).toMatchObject({
      status: "completed",
      amount: { minor: 1050, currency: "EUR" },
      captured: { minor: 1050, currency: "EUR" },
      leftToRefund: { minor: 1050, currency: "EUR" },
      card: { brand: "visa", lastFour: "1111", expiry: "12/2030" },
      website: { id: shop.websiteId, name: shop.name },
      customer: wish.customer,
      refunds: [],
    });
  });

  it("answers with the truth when the card is declined or the gateway is silent", async () => {
    const shop = await makeShop();
    const status = async (number: string) =>
      (await paid(shop, { ...wish, card: { ...wish.card, number } })).status;
    expect(await status("4242424242424242")).toBe("rejected");
    expect(await status("4000000000006603")).toBe("started");
  });

  it("names every wrong field and repeats none of its values", async () => {
    const shop = await makeShop();
    const answer = await pay(shop, {
      amount: { minor: 10.5, currency: "XXX" },
      method: "card",
      card: { number: "4929000000006", expiry: "1/30" },
      orderReference: "4111 1111 1111 1111",
      description: "a\u0000b",
      customer: { email: "nobody" },
      surprise: 1,
    });
    expect(answer.status).toBe(400);
    const text = await answer.clone().text();
    expect(await fieldsOf(answer)).toEqual({
      "amount.minor": "wrong_type",
      "amount.currency": "unknown_value",
      "card.number": "not_a_test_card",
      "card.expiry": "wrong_format",
      orderReference: "card_number",
      description: "control_character",
      "customer.email": "wrong_format",
      surprise: "unknown_field",
    });
    expect(text).not.toContain("4929000000006");
  });

  it("asks for a card with the method card and for none with others", async () => {
    const shop = await makeShop();
    expect(await fieldsOf(await pay(shop, { ...wish, card: undefined }))).toEqual({ card: "required" });
    expect(await fieldsOf(await pay(shop, { ...wish, method: "ideal" }))).toEqual({
      card: "not_for_this_method",
    });
    expect((await paid(shop, { ...wish, method: "ideal", card: undefined })).card).toBeNull();
  });

  it("refuses what is no JSON, too long, of another type, or without a key", async () => {
    const shop = await makeShop();
    expect(await reasonOf(await pay(shop, "{nonsense"))).toBe("malformed_json");
    expect(await reasonOf(await pay(shop, "[]"))).toBe("invalid_fields");
    expect(await reasonOf(await pay(shop, JSON.stringify("x".repeat(300_000))))).toBe("too_large");
    expect(await reasonOf(await pay(shop, wish, { "content-type": "text/plain" }))).toBe(
      "unsupported_media_type",
    );
    expect(await reasonOf(await pay(shop, wish, { "idempotency-key": "" }))).toBe("idempotency_key_invalid");
    expect(await reasonOf(await pay(shop, wish, { "idempotency-key": "k".repeat(256) }))).toBe(
      "idempotency_key_invalid",
    );
    const bare = new Request(base, { method: "POST", headers: { ...jsonType, ...bearer(shop) }, body: "{}" });
    expect(await reasonOf(await POST(bare, nowhere))).toBe("idempotency_key_missing");
  });

  it("answers 401 with a challenge to a missing, wrong or malformed key", async () => {
    const shop = await makeShop();
    for (const authorization of ["", "Bearer nobody", "Bearer ", "Basic eDp5", `Bearer ${shop.apiKey}x`]) {
      const answer = await pay(shop, wish, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toContain("Bearer");
      expect(await reasonOf(answer)).toBe("unauthenticated");
    }
  });

  it("keeps a masked record under the payment and its correlation, also of a repeat", async () => {
    const shop = await makeShop();
    const key = { "idempotency-key": randomUUID() };
    const escaped = JSON.stringify(wish).replace('"4111', '"\\u0034111');
    await pay(shop, escaped, key);
    await pay(shop, escaped, key);
    const rows = await rowsOf<{ request_body: string; payment_id: string | null }>(
      "select request_body, payment_id from exchange where merchant_id = $1 and leg = 'merchant_to_us'",
      [shop.merchantId],
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row.payment_id).not.toBeNull();
      expect(row.request_body).toContain("411111******1111");
      expect(row.request_body).not.toContain('"123"');
    }
    const joined = await rowsOf(
      `select 1 from exchange e join operation o using (merchant_id, payment_id, correlation_id)
       where e.merchant_id = $1 and e.leg = 'merchant_to_us' and o.kind = 'authorise'`,
      [shop.merchantId],
    );
    expect(joined).toHaveLength(1);
  });
});

describe("Idempotency-Key", () => {
  it("answers 50 equal calls at once with one payment and one answer", async () => {
    const shop = await makeShop();
    const key = { "idempotency-key": randomUUID() };
    const answers = await Promise.all(Array.from({ length: 50 }, () => pay(shop, wish, key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    expect(new Set(answers.map(({ headers }) => headers.get("location"))).size).toBe(1);
    expect(await rowsOf("select 1 from payment where merchant_id = $1", [shop.merchantId])).toHaveLength(1);
  });

  it("gives the first answer again, whatever the order of the fields", async () => {
    const shop = await makeShop();
    const key = { "idempotency-key": "k".repeat(255) };
    const first = await pay(shop, wish, key);
    const turned = Object.fromEntries(Object.entries(wish).reverse());
    const second = await pay(shop, JSON.stringify(turned, null, 2), key);
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(await second.text()).toBe(await first.text());
  });

  it("refuses other parameters and another address under the same key", async () => {
    const shop = await makeShop();
    const key = { "idempotency-key": randomUUID() };
    const first = Payment.parse(await (await pay(shop, wish, key)).json());
    const other = { ...wish, amount: { minor: 1051, currency: "EUR" } };
    expect(await reasonOf(await pay(shop, other, key))).toBe("idempotency_key_reused");
    const elsewhere = await refund(shop, first.id, { amount: wish.amount }, key);
    expect(elsewhere.status).toBe(422);
  });

  it("keeps a refusal of the rule too", async () => {
    const shop = await makeShop();
    const payment = await paid(shop);
    const key = { "idempotency-key": randomUUID() };
    const tooMuch = { amount: { minor: 2000, currency: "EUR" } };
    const first = await problemOf(await refund(shop, payment.id, tooMuch, key));
    expect(first.reason).toBe("more_than_left");
    expect(await problemOf(await refund(shop, payment.id, tooMuch, key))).toEqual(first);
  });

  it("says 409 with Retry-After while the first is running", async () => {
    const shop = await makeShop();
    const key = randomUUID();
    await pay(shop, wish, { "idempotency-key": key });
    await rowsOf(
      `update idempotency_key set status = null, body = null, created_at = now() + interval '1 hour'
       where merchant_id = $1 and key = $2`,
      [shop.merchantId, key],
    );
    const answer = await pay(shop, wish, { "idempotency-key": key });
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(await reasonOf(answer)).toBe("still_running");
  });

  it("tells the truth after a crash between storing and answering", async () => {
    const shop = await makeShop();
    const key = randomUUID();
    const first = Payment.parse(await (await pay(shop, wish, { "idempotency-key": key })).json());
    await rowsOf(
      `update idempotency_key set status = null, body = null, created_at = created_at - interval '1 hour'
       where merchant_id = $1 and key = $2`,
      [shop.merchantId, key],
    );
    const repeated = Payment.parse(await (await pay(shop, wish, { "idempotency-key": key })).json());
    expect(repeated.id).toBe(first.id);
    const stored = await rowsOf<{ intent_id: string }>(
      "select intent_id from payment where merchant_id = $1",
      [shop.merchantId],
    );
    expect(stored).toEqual([{ intent_id: intentOf({ websiteId: shop.websiteId, key }) }]);
  });
});

describe("GET /api/v1/payments", () => {
  it("pages through everything once, newest first", async () => {
    const shop = await makeShop();
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) made.unshift((await paid(shop)).id);
    const seen: string[] = [];
    let search: string | null = "?limit=2";
    while (search !== null) {
      const page: PaymentPageOutput = PaymentPage.parse(await (await list(shop, search)).json());
      seen.push(...page.data.map(({ id }) => id));
      search = page.links.next === null ? null : new URL(page.links.next, base).search;
    }
    expect(seen).toEqual(made);
  });

  it("filters and searches like the screen", async () => {
    const shop = await makeShop();
    await paid(shop);
    await paid(shop, { ...wish, card: { ...wish.card, number: "4242424242424242" }, orderReference: "B-1" });
    const count = async (search: string) =>
      PaymentPage.parse(await (await list(shop, search)).json()).data.length;
    expect(await count("")).toBe(2);
    expect(await count("?status=rejected")).toBe(1);
    expect(await count("?status=rejected&status=completed")).toBe(2);
    expect(await count("?q=B-1")).toBe(1);
    expect(await count("?q=4242")).toBe(1);
    expect(await count("?amount-min=10.51&currency=EUR")).toBe(0);
    expect(await count(`?website=${randomUUID()}`)).toBe(0);
    expect(await count("?to=2001-01-01")).toBe(0);
  });

  it("takes the operators of the search box in q, as the filters they stand for", async () => {
    const shop = await makeShop();
    await paid(shop);
    await paid(shop, { ...wish, amount: { minor: 2000, currency: "EUR" }, orderReference: "B 1" });
    const found = async (q: string) =>
      PaymentPage.parse(
        await (await list(shop, `?${new URLSearchParams({ q }).toString()}`)).json(),
      ).data.map(({ orderReference }) => orderReference);
    expect(await found("amount:>10.50")).toEqual(["B 1"]);
    expect(await found("status:completed amount:>=10.50 currency:EUR")).toEqual(["B 1", "A-77"]);
    expect(await found("status:completed email:@shop A-77")).toEqual(["A-77"]);
    expect(await found('order:"B 1" today')).toEqual(["B 1"]);
    expect(await found("last week")).toEqual([]);
    expect(await found('"status:completed"')).toEqual([]);
    const refused = await list(shop, "?q=status:completed%20colour:red");
    expect(await fieldsOf(refused)).toEqual({ colour: "unknown_operator" });
  });

  it("names parameters that it did not understand, and never a card number", async () => {
    const shop = await makeShop();
    const answer = await list(shop, "?status=complted&nonsense=1&after=x&q=4111111111111111&from=2026-02-30");
    expect(answer.status).toBe(400);
    expect(await answer.clone().text()).not.toContain("4111111111111111");
    expect(Object.keys(await fieldsOf(answer)).sort()).toEqual(["after", "from", "nonsense", "q", "status"]);
  });

  it.each([
    "?q=%00",
    "?from=0000-01-01",
    "?to=9999-12-31",
    "?limit=100",
    `?q=${"x".repeat(5000)}`,
    "?q=%",
    "?amount-min=9999999999999",
  ])("is not thrown by %s", async (search) => {
    expect((await list(await makeShop(), search)).status).toBeLessThan(500);
  });
});

type PaymentPageOutput = ReturnType<typeof PaymentPage.parse>;

describe("one payment and its refunds", () => {
  it("refunds a part and shows it", async () => {
    const shop = await makeShop();
    const payment = await paid(shop);
    const part = { amount: { minor: 500, currency: "EUR" }, seenLeft: 1050, reason: "Damaged" };
    const answer = await refund(shop, payment.id, part);
    expect(answer.status).toBe(201);
    const made = Refund.parse(await answer.json());
    expect(made).toMatchObject({ status: "requested", amount: part.amount, reason: "Damaged" });
    const after = Payment.parse(await (await read(shop, payment.id)).json());
    expect(after.refunds).toEqual([made]);
    expect(after.leftToRefund.minor).toBe(550);
  });

  it("refuses refunds by the rules, each with its reason", async () => {
    const shop = await makeShop();
    const payment = await paid(shop);
    const open = await paid(shop, { ...wish, captureMode: "manual" });
    const tried = async (id: string, minor: number, more: object = {}) =>
      reasonOf(await refund(shop, id, { amount: { minor, currency: "EUR" }, ...more }));
    expect(await tried(open.id, 1)).toBe("not_completed");
    expect(await tried(payment.id, 1051)).toBe("more_than_left");
    expect(await tried(payment.id, 1, { seenLeft: 1 })).toBe("balance_changed");
    expect(await reasonOf(await refund(shop, payment.id, { amount: { minor: 1, currency: "PLN" } }))).toBe(
      "wrong_currency",
    );
    await refund(shop, payment.id, { amount: wish.amount });
    expect(await tried(payment.id, 1)).toBe("nothing_left");
  });

  it("never refunds more than was captured, however many ask at once", async () => {
    const shop = await makeShop();
    const payment = await paid(shop);
    const asked = Array.from({ length: 20 }, () =>
      refund(shop, payment.id, { amount: { minor: 300, currency: "EUR" } }),
    );
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(3);
    expect(statuses.filter((status) => status === 422)).toHaveLength(17);
  });

  it("answers the same 404 to another merchant's payment, an unknown one and a wrong id", async () => {
    const [shop, stranger] = [await makeShop(), await makeShop()];
    const { id } = await paid(shop);
    const bodies = new Set<string>();
    for (const wanted of [id, randomUUID(), "nonsense", "\u0000"]) {
      const answers = [await read(stranger, wanted), await refund(stranger, wanted, { amount: wish.amount })];
      for (const answer of answers) {
        expect(answer.status).toBe(404);
        bodies.add(await answer.text());
      }
    }
    expect(bodies.size).toBe(1);
    expect((await list(stranger)).status).toBe(200);
    expect(PaymentPage.parse(await (await list(stranger)).json()).data).toEqual([]);
  });
});

it("answers unknown addresses and methods with problems", async () => {
  expect(await reasonOf(GET_NOTHING())).toBe("not_found");
  const answer = PUT();
  expect(answer.headers.get("allow")).toBe("GET, POST");
  expect(await reasonOf(answer)).toBe("method_not_allowed");
});
