import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { openApiDocument } from "@/app/api/v1/document";
import { Payment } from "@/app/api/v1/schemas";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { ask, get, makeKey, post, problemOf, reasonOf } from "@/scripts/test/api";
import { makePaid } from "@/scripts/test/paid-payment";

useAcquirer();

const pan = "4111111111111111";
/** Both numbers that are sent, in one run and in groups. */
const digits = /4111[ -]?1111[ -]?1111[ -]?1111|4929 ?0000 ?0000 ?6/;

type Described = {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { schema: { readonly $ref: string } }>>;
  };
};
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly example?: object }>> };
};
const document = JSON.parse(JSON.stringify(openApiDocument())) as Document;

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, told]) => {
    const name = told.requestBody?.content["application/json"]?.schema.$ref.split("/").at(-1) ?? "";
    return {
      name: `${method.toUpperCase()} ${path}`,
      address: path.replace("/api/v1", ""),
      query: (told.parameters ?? []).filter((one) => one.in === "query").map((one) => one.name),
      example: document.components.schemas[name]?.example ?? null,
      takesFile: told.requestBody?.content["text/plain"] !== undefined,
    };
  }),
);
const writes = operations.filter(({ name, takesFile }) => name.startsWith("POST") && !takesFile);
const reads = operations.filter(({ name }) => name.startsWith("GET"));

let shop: Shop;
let key: { readonly apiKey: string };
const ids: Record<string, string> = {};

beforeAll(async () => {
  shop = await makeShop();
  key = await makeKey(shop, ["refunds:approve"]);
  ids["payments"] = await makePaid(shop, { minor: 10_000 });
  await rowsOf("insert into refund_limit values ($1, 'EUR', 0, now(), 'user:Eva')", [shop.merchantId]);
  const wish = { amount: { minor: 100, currency: "EUR" }, reason: "Broken" };
  const refund = await post(shop, `/payments/${ids["payments"]}/refunds`, wish);
  ids["refunds"] = ids["approvals"] = Payment.pick({ id: true }).parse(await refund.json()).id;
  ids["subscriptions"] = ids["invoices"] = ids["files"] = randomUUID();
});

const withId = (address: string, id?: string) =>
  address.replace("{id}", id ?? ids[address.split("/")[1] ?? ""] ?? "");

const tables = ["payment", "refund", "operation", "shipment", "subscription", "payment_history", "push"];

/** Everything that a wish could have changed. */
async function state(): Promise<string> {
  const parts = tables.map(
    (name) =>
      `(select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') from ${name} t where merchant_id = $1)`,
  );
  const [row] = await rowsOf<{ state: string }>(`select ${parts.join(" || ")} as state`, [shop.merchantId]);
  return row?.state ?? "";
}

const bodies: readonly string[] = [
  "",
  " ",
  "null",
  "[]",
  "[null]",
  "0",
  "-0",
  '"text"',
  "true",
  "{",
  "nonsense",
  "\ufeff{}",
  "\u0000",
  '{"a":}',
  '{"__proto__":{"amount":1}}',
  '{"constructor":{"prototype":{}}}',
  '{"amount":1e400}',
  '{"amount":{"minor":9007199254740993,"currency":"EUR"},"surprise":1}',
  `{"amount":{"minor":${"9".repeat(400)},"currency":"EUR"},"surprise":1}`,
  `{"card":{"number":"${pan}"},"card":{"number":"${pan}"},"surprise":1}`,
  String.raw`{"note":"\u0034111111111111111"}`,
  String.raw`{"\u0034111111111111111":1}`,
  String.raw`{"note":"\ud800"}`,
  String.raw`{"\u0000":"\u0000"}`,
  "[".repeat(100_000),
  `${"[".repeat(50_000)}"${pan}"${"]".repeat(50_000)}`,
  '{"a":'.repeat(40_000),
  `"${"\\".repeat(100_000)}"`,
  `{"${"k".repeat(100_000)}":1}`,
  `<pan>${pan}</pan>`,
  `&pan=%ff&cardnumber=${pan}`,
  JSON.stringify(
    Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`k${index.toString()}`, 1])),
  ),
];

const wrongValues: readonly unknown[] = [
  null,
  [],
  [[]],
  -1.5,
  1e300,
  Number.MAX_SAFE_INTEGER,
  "\u0000",
  "\ud800",
  "",
  "x".repeat(3_000),
  "4929 0000 0000 6",
];

/** The example with one field after another replaced by what it may not be. */
function* broken(example: object): Generator<object> {
  for (const [name, value] of Object.entries(example) as [string, unknown][]) {
    for (const wrong of wrongValues) yield { ...example, [name]: wrong };
    if (typeof value !== "object" || value === null) yield { ...example, [name]: {} };
    else for (const inner of broken(value)) yield { ...example, [name]: inner };
  }
}

describe.each(writes)("$name", ({ address, example }) => {
  it("refuses every body that is no wish, and changes nothing", async () => {
    const before = await state();
    for (const body of bodies) {
      const told = await problemOf(await post(key, withId(address), body));
      expect([400, 413], body.slice(0, 60)).toContain(told.status);
      expect(JSON.stringify(told)).not.toMatch(digits);
    }
    expect(await state()).toBe(before);
  });

  it("refuses every wrong field of a wish", async () => {
    const before = await state();
    for (const body of broken(example ?? {})) {
      const answer = await post(key, withId(address), body);
      // A plan may have no end: then it is the payment that is not there.
      const isAllowed = "finalNumber" in body && body.finalNumber === null;
      expect(await reasonOf(answer), JSON.stringify(body).slice(0, 300)).toBe(
        isAllowed ? "not_found" : "invalid_fields",
      );
    }
    expect(await state()).toBe(before);
  });

  it("refuses other types, long bodies and strange keys", async () => {
    const before = await state();
    const send = (headers: Record<string, string>, body = JSON.stringify(example)) =>
      post(key, withId(address), body, headers);
    for (const type of [
      "text/xml",
      "text/plain",
      "multipart/form-data; boundary=x",
      "application/jsonp",
      "json",
      ";",
    ]) {
      expect(await reasonOf(await send({ "content-type": type }))).toBe("unsupported_media_type");
    }
    for (const name of ["", " ", "k".repeat(256), "\u00e9", pan]) {
      expect(await reasonOf(await send({ "idempotency-key": name }))).toBe("idempotency_key_invalid");
    }
    expect(await reasonOf(await send({}, `"${"x".repeat(5 * 1024 * 1024)}"`))).toBe("too_large");
    expect(await reasonOf(await send({ authorization: "Bearer \u00ff" }))).toBe("unauthenticated");
    expect(await state()).toBe(before);
  });
});

const strangeIds = [
  "nonsense",
  "%00",
  "%20",
  "0",
  "-1",
  "%F0%9F%98%80",
  "%ED%95%9C",
  "'%20or%201=1%20--",
  "..%2f..",
  `%7B${randomUUID()}%7D`,
  `${randomUUID()}0`,
  "x".repeat(2_000),
];

it.each(operations.filter(({ address }) => address.includes("{id}")))(
  "$name finds nothing under ids that nobody has",
  async ({ name, address, example }) => {
    const before = await state();
    for (const id of [...strangeIds, randomUUID()]) {
      const there = withId(address, id);
      const answer = name.startsWith("GET") ? await get(key, there) : await post(key, there, example);
      expect(answer.status, id).toBe(404);
      expect(await reasonOf(answer)).toBe("not_found");
    }
    expect(await state()).toBe(before);
  },
);

const strangeParameters = [
  "",
  "%00",
  "%",
  "%ED%A0%80",
  "%ff",
  "[]",
  "-1",
  "9".repeat(400),
  "x".repeat(5_000),
  "0000-01-01",
  "%2B275760-09-13",
  "9999-12-31",
  pan,
  `"`.repeat(500),
  "a:b:c:%22",
  ":".repeat(400),
];

it.each(reads.filter(({ query }) => query.length > 0))(
  "$name understands a parameter or names it",
  async ({ address, query }) => {
    for (const name of [...query, "nonsense", "__proto__"]) {
      for (const value of strangeParameters) {
        const answer = await get(key, `${address}?${name}=${value}`);
        expect([200, 400], `${name}=${value.slice(0, 60)}`).toContain(answer.status);
        expect(await answer.text()).not.toMatch(digits);
      }
      const many = `${name}=x&`.repeat(300);
      expect((await get(key, `${address}?${many}`)).status).toBeLessThan(500);
    }
  },
);

it("keeps no card number of all that", async () => {
  const kept = await rowsOf<{ text: string }>(
    `select e::text as text from exchange e where merchant_id = $1 and leg = 'merchant_to_us'
     union all select k::text from idempotency_key k where merchant_id = $1
     union all select a::text from audit_line a where merchant_id = $1`,
    [shop.merchantId],
  );
  expect(kept.length).toBeGreaterThan(100);
  for (const { text } of kept) expect(text).not.toMatch(digits);
});

it("says to every method that an address has none of which it has", async () => {
  for (const { address } of operations) {
    const answer = await ask("PUT", withId(address));
    expect(await reasonOf(answer)).toBe("method_not_allowed");
    expect(answer.headers.get("allow")).toMatch(/^(GET|POST|GET, POST)$/);
  }
});
