import { describe, expect, it } from "vitest";
import { now } from "@/lib/platform/clock";
import { encryptSecret } from "@/lib/platform/secrets";
import { makeShop, rowsOf } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import {
  askFor,
  askStatus,
  callOf,
  codeOf,
  sendBatch,
  sendDataRequest,
  signedRequest,
  wrongOf,
  type DataRequestBody,
} from "@/scripts/test/buckaroo";
import { POST } from "@/app/(wire)/json/DataRequest/route";

useAcquirer();

const text = JSON.stringify(callOf("CreditManagement3", "AddOrUpdateDebtor", { "Debtor/Code": "cust-77" }));
const seconds = (more = 0) => Math.floor(now().getTime() / 1000) + more;
const errorOf = async (answer: Response) => {
  const body = (await answer.json()) as DataRequestBody;
  return [answer.status, body.RequestErrors?.["ChannelErrors"]?.[0]?.Error];
};
const requestsOf = (websiteId: string) =>
  rowsOf("select key from data_request where website_id = $1", [websiteId]);

describe("a call with an HMAC", () => {
  it("is taken, answered, and recorded with its secrets masked", async () => {
    const shop = await makeShop();
    const answer = await sendDataRequest(shop, text);
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as DataRequestBody;
    expect(codeOf(body)).toBe(190);
    const [exchange] = await rowsOf<{ headers: Record<string, string>; leg: string }>(
      `select e.request_headers as headers, e.leg from exchange e join data_request d on d.id = e.data_request_id
       where d.key = $1`,
      [body.Key],
    );
    expect(exchange?.leg).toBe("merchant_to_us");
    expect(exchange?.headers["authorization"]).toMatch(/^hmac [^/+=]*$/);
  });

  it.each([
    ["no header", undefined, "AuthorizationMissing"],
    ["another scheme", "Basic YTpi", "AuthorizationMalformed"],
    ["half a header", "hmac abc:def", "AuthorizationMalformed"],
  ])("is refused with %s", async (_what, authorization, error) => {
    const shop = await makeShop();
    const request = new Request("http://portal.example/json/DataRequest", {
      method: "POST",
      ...(authorization === undefined ? {} : { headers: { authorization } }),
      body: text,
    });
    expect(await errorOf(await POST(request, { params: Promise.resolve({}) }))).toEqual([401, error]);
    expect(await requestsOf(shop.websiteId)).toEqual([]);
  });

  it.each([
    ["an old time", { seconds: seconds(-301) }, "TimestampTooOld"],
    ["a time to come", { seconds: seconds(330) }, "TimestampInFuture"],
    ["a foreign key", { websiteKey: "NoSuchKey1" }, "WebsiteUnknown"],
    ["another secret", { secret: "DemoSecret" }, "SignatureInvalid"],
    ["another body", { body: `${text} ` }, "SignatureInvalid"],
    ["another address", { url: "http://portal.example/json/Other" }, "SignatureInvalid"],
    ["another host", { url: "http://elsewhere.example/json/DataRequest" }, "SignatureInvalid"],
  ])("is refused with %s", async (_what, signing, error) => {
    const shop = await makeShop();
    expect(await errorOf(await sendDataRequest(shop, text, signing))).toEqual([401, error]);
    expect(await requestsOf(shop.websiteId)).toEqual([]);
  });

  it("that names a website is kept with why it was refused, and no more of them than anybody may cause", async () => {
    const shop = await makeShop();
    const kept = () =>
      rowsOf<{ status: number; why: string; body: string; headers: Record<string, string> }>(
        `select status, response_body::json #>> '{RequestErrors,ChannelErrors,0,Error}' as why, request_body as body,
           request_headers as headers from exchange where website_id = $1 order by started_at, id`,
        [shop.websiteId],
      );
    const nonce = "spent";
    expect((await sendDataRequest(shop, text, { nonce })).status).toBe(200);
    for (const signing of [{ nonce }, { secret: "x" }, { seconds: seconds(-301) }, { body: `${text} ` }])
      expect((await sendDataRequest(shop, text, signing)).status).toBe(401);
    await sendDataRequest(shop, text, { websiteKey: "NoSuchKey1" });
    const rows = await kept();
    expect(rows.map(({ status, why }) => [status, why])).toEqual([
      [200, null],
      [401, "NonceUsed"],
      [401, "SignatureInvalid"],
      [401, "TimestampTooOld"],
      [401, "SignatureInvalid"],
    ]);
    expect(rows[2]?.body).toContain("cust-77");
    expect(rows[2]?.headers["authorization"]).toContain(":***:");
    const long = JSON.stringify({ pad: "x".repeat(60_000) });
    for (let call = 0; call < 60; call += 1) await sendDataRequest(shop, long, { secret: "x" });
    const all = await kept();
    expect(all).toHaveLength(61);
    expect(Math.max(...all.map(({ body }) => body.length))).toBeLessThan(20_000);
  });

  it("may come with or without a slash at its end, and a little early or late", async () => {
    const shop = await makeShop();
    for (const signing of [
      { url: "https://portal.example/json/DataRequest/" },
      { seconds: seconds(-280) },
      { seconds: seconds(280) },
    ])
      expect((await sendDataRequest(shop, text, signing)).status).toBe(200);
  });

  it("uses its nonce up: the same one does not count twice, of two at once one wins", async () => {
    const shop = await makeShop();
    const nonce = "one-nonce";
    const both = await Promise.all([1, 2].map(() => sendDataRequest(shop, text, { nonce })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(await errorOf(await sendDataRequest(shop, text, { nonce }))).toEqual([401, "NonceUsed"]);
    expect(await requestsOf(shop.websiteId)).toHaveLength(1);
    // What nobody signed uses up nothing.
    expect((await sendDataRequest(shop, text, { nonce: "two", secret: "wrong" })).status).toBe(401);
    expect((await sendDataRequest(shop, text, { nonce: "two" })).status).toBe(200);
    const sister = await makeShop();
    expect((await sendDataRequest(sister, text, { nonce })).status).toBe(200);
  });

  it("may be signed with the secret before for a day after a rotation", async () => {
    const shop = await makeShop();
    const rotate = (until: string) =>
      rowsOf(
        `update website set push_secret = $2, push_secret_before = $3, push_secret_until = now() + $4::interval
         where id = $1`,
        [shop.websiteId, encryptSecret("NewSecret"), encryptSecret(shop.pushSecret), until],
      );
    await rotate("1 hour");
    expect((await sendDataRequest(shop, text)).status).toBe(200);
    expect((await sendDataRequest(shop, text, { secret: "NewSecret" })).status).toBe(200);
    await rotate("-1 second");
    expect((await sendDataRequest(shop, text)).status).toBe(401);
    expect((await sendDataRequest(shop, text, { secret: "NewSecret" })).status).toBe(200);
  });
});

describe("what cannot be understood", () => {
  it.each([
    ["", "BodyNotJson"],
    ["{", "BodyNotJson"],
    ["brq_amount=1", "BodyNotJson"],
    ["[]", "BodyNotUnderstood"],
    ["null", "BodyNotUnderstood"],
    ['{"Services":7}', "BodyNotUnderstood"],
    ['{"Services":{"ServiceList":[{"Name":{"a":1}}]}}', "BodyNotUnderstood"],
  ])("%s is answered clearly", async (body, error) => {
    const shop = await makeShop();
    expect(await errorOf(await sendDataRequest(shop, body))).toEqual([400, error]);
    expect(await requestsOf(shop.websiteId)).toEqual([]);
  });

  it("a body of five megabytes is refused for its size", async () => {
    const shop = await makeShop();
    const body = JSON.stringify({ pad: "x".repeat(5_000_000) });
    expect(await errorOf(await sendDataRequest(shop, body))).toEqual([413, "BodyTooLarge"]);
  });

  it("an unknown service or action is a request that is 491, and is kept as such", async () => {
    const shop = await makeShop();
    const unknown = await askFor(shop, "nonsense\u0000\ud800", "Do");
    expect(codeOf(unknown)).toBe(491);
    expect(unknown.RequestErrors?.["ServiceErrors"]).toHaveLength(1);
    expect(wrongOf(unknown)).toEqual([null, "Name"]);
    const action = await askFor(shop, "emandate", "Sing");
    expect(codeOf(action)).toBe(491);
    expect(action.RequestErrors?.["ActionErrors"]).toHaveLength(1);
    expect(wrongOf(action)).toEqual([null, "Action"]);
    const parameters = await askFor(shop, "emandate", "CreateMandate", { SequenceType: "x" });
    expect(wrongOf(parameters)).toEqual(["DebtorReference", "SequenceType", "EMandateReason"]);
    const stored = await rowsOf<{ code: number }>(
      "select status_code as code from data_request where website_id = $1",
      [shop.websiteId],
    );
    expect(stored.map(({ code }) => code)).toEqual([491, 491, 491]);
  });

  it("keeps accounts and cards with their ends only, in the request as in the exchange (BK-17)", async () => {
    const shop = await makeShop();
    const { Key } = await askFor(shop, "nonsense", "x", {
      CustomerIBAN: "NL44 RABO 0123 4567 89",
      Iban: "NL44RABO0123456789",
      Password: "hunter2",
      Note: "4111111111111111",
    });
    const [row] = await rowsOf<{ text: string }>(
      `select concat(d.input_parameters, d.customer_account, e.request_body) as text
       from data_request d join exchange e on e.data_request_id = d.id where d.key = $1`,
      [Key],
    );
    expect(row?.text).toContain("411111******1111");
    for (const secret of ["0123456789", "4111111111111111", "RABO01234"])
      expect(row?.text).not.toContain(secret);
    expect(row?.text).toContain("NL44**********6789");
  });
});

describe("the status of a request", () => {
  it("is told to its website and to no other", async () => {
    const shop = await makeShop();
    const made = await askFor(shop, "CreditManagement3", "AddOrUpdateDebtor", { "Debtor/Code": "c" });
    const found = await askStatus(shop, made.Key);
    expect(found.status).toBe(200);
    expect(await found.json()).toEqual(made);
    const asked = await rowsOf<{ url: string }>(
      `select e.url from exchange e join data_request d on d.id = e.data_request_id
       where d.key = $1 and e.method = 'GET'`,
      [made.Key],
    );
    expect(asked.map(({ url }) => new URL(url).pathname)).toEqual([`/json/DataRequest/Status/${made.Key}`]);
    const sister = await makeShop({ merchantId: shop.merchantId });
    for (const [asker, key] of [
      [await makeShop(), made.Key],
      [sister, made.Key],
      [shop, "0".repeat(32)],
      [shop, "no-key"],
      [shop, "%00"],
    ] as const)
      expect(await errorOf(await askStatus(asker, key))).toEqual([404, "DataRequestUnknown"]);
  });

  it("is asked with a signature too", async () => {
    const shop = await makeShop();
    const request = await signedRequest(shop, "GET", "/json/DataRequest/Status/1", "", { secret: "x" });
    const { GET } = await import("@/app/(wire)/json/DataRequest/Status/[key]/route");
    const answer = await GET(request, { params: Promise.resolve({ key: "1" }) });
    expect(await errorOf(answer)).toEqual([401, "SignatureInvalid"]);
  });
});

describe("a batch", () => {
  it("answers each of its requests in its place", async () => {
    const shop = await makeShop();
    const good = callOf("CreditManagement3", "AddOrUpdateDebtor", { "Debtor/Code": "c" });
    const answer = await sendBatch(shop, JSON.stringify([good, 5, callOf("x", "y", {}), good]));
    expect(answer.status).toBe(200);
    const answers = (await answer.json()) as DataRequestBody[];
    expect(answers.map((one) => (one.Key as string | null) && codeOf(one))).toEqual([190, null, 491, 190]);
    expect(await requestsOf(shop.websiteId)).toHaveLength(3);
  });

  it("is a list, and not too long", async () => {
    const shop = await makeShop();
    expect(await errorOf(await sendBatch(shop, "{}"))).toEqual([400, "BodyNotUnderstood"]);
    const long = JSON.stringify(Array.from({ length: 101 }, () => 1));
    expect(await errorOf(await sendBatch(shop, long))).toEqual([400, "TooManyRequests"]);
  });
});
