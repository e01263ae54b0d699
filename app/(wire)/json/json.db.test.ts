import { describe, expect, it } from "vitest";
import { GET, HEAD } from "@/app/(wire)/json/route";
import { makeShop, rowsOf } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import {
  ask,
  askOne,
  auth,
  basic,
  byReference,
  queryFor,
  sendJson as send,
  type Envelope,
  type Fields,
} from "@/scripts/test/trust";

useAcquirer();

describe("POST /json/", () => {
  it("authorises and is found again by its reference", async () => {
    const shop = await makeShop();
    const paid = await askOne(shop, auth(shop, { orderreference: "A-77", billingemail: "Eva@Shop.example" }));
    expect(paid).toMatchObject({
      errorcode: "0",
      errormessage: "Ok",
      requesttypedescription: "AUTH",
      acquirerresponsecode: "00",
      settlestatus: "0",
      maskedpan: "411111######1111",
      orderreference: "A-77",
      operatorname: shop.trust.alias,
    });
    expect(paid["transactionreference"]).toMatch(/^\d+-9-\d+$/);
    const found = await askOne(shop, byReference(paid["transactionreference"] ?? ""));
    expect(found).toMatchObject({ errorcode: "0", found: "1" });
    expect(found.records?.[0]).toMatchObject({
      requesttypedescription: "AUTH",
      transactionreference: paid["transactionreference"],
      interface: "PASS-JSON-JSON",
      acquirerresponsecode: "00",
    });
  });

  it.each(["4000000000000812", "4242424242424242"])("declines %s with 70000", async (pan) => {
    const shop = await makeShop();
    expect(await askOne(shop, auth(shop, { pan }))).toMatchObject({
      errorcode: "70000",
      errormessage: "Decline",
      authcode: "DECLINED",
      settlestatus: "3",
    });
  });

  it("settles at once with settlestatus 100 and holds with 2", async () => {
    const shop = await makeShop();
    expect(await askOne(shop, auth(shop, { settlestatus: "100" }))).toMatchObject({
      errorcode: "0",
      settlestatus: "100",
    });
    expect(await askOne(shop, auth(shop, { settlestatus: "2", settleduedate: "2099-02-01" }))).toMatchObject({
      settlestatus: "2",
      settleduedate: "2099-02-01",
    });
  });

  it("says 60034 when the gateway is silent, and the query says so too", async () => {
    const shop = await makeShop();
    const silent = await askOne(shop, auth(shop, { pan: "4000000000006603" }));
    expect(silent).toMatchObject({ errorcode: "60034", requesttypedescription: "AUTH" });
    const found = await askOne(shop, byReference(silent["transactionreference"] ?? ""));
    expect(found.records?.[0]?.["errorcode"]).toBe("60034");
  });

  it("answers several requests in order and echoes the header's reference", async () => {
    const shop = await makeShop();
    const { response, requestreference } = await ask(
      shop,
      [
        { ...auth(shop), requestreference: "inner-1" },
        { requesttypedescription: "TRANSACTIONQUERY", filter: {} },
        {},
        auth(shop, { pan: "4242424242424242" }),
      ],
      { REQUESTREFERENCE: "A0w62dp44" },
    );
    expect(requestreference).toBe("A0w62dp44");
    expect(response.map((entry) => entry["errorcode"])).toEqual(["0", "60019", "60018", "70000"]);
    expect(response[2]).toMatchObject({ errordata: ["None"], requesttypedescription: "ERROR" });
  });

  it("takes the body's reference without a header, or makes one up", async () => {
    const shop = await makeShop();
    expect((await ask(shop, [{ requestreference: "own" }])).requestreference).toBe("own");
    expect((await ask(shop, [{}])).requestreference).not.toBe("");
  });

  it("speaks exactly application/json and only strings", async () => {
    const shop = await makeShop();
    const answer = await send(shop, "{}");
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(await answer.json()).toMatchObject({
      version: "1.00",
      response: [{ errorcode: "60018", errordata: ["None"], requesttypedescription: "ERROR" }],
    });
  });

  it("answers 401 to a wrong password, an unknown alias, no header and nonsense", async () => {
    const shop = await makeShop();
    const headers = [
      basic({ ...shop.trust, password: "wrong" }),
      basic({ alias: "nobody", password: "x" }),
      basic({ alias: "a\u0000b", password: "x" }),
      "Basic ***",
      "Bearer x",
      "",
    ];
    for (const authorization of headers) {
      const answer = await send(shop, "{}", { authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toContain("Basic");
    }
  });

  it("answers 10205 to what is not JSON and 60025 to 5 MB, both with 200", async () => {
    const shop = await makeShop();
    const broken = (await (await send(shop, "{nonsense")).json()) as Envelope;
    expect(broken.response[0]).toMatchObject({ errorcode: "10205", errordata: ["invalid json"] });
    const large = await send(shop, `{"a":"${"x".repeat(5 * 1024 * 1024)}"}`, { REQUESTREFERENCE: "A1" });
    expect(large.status).toBe(200);
    expect(await large.json()).toMatchObject({
      requestreference: "A1",
      response: [{ errorcode: "60025", errordata: ["body"], operatorname: shop.trust.alias }],
    });
  });

  it("tells an unknown site (30001) from the merchant's other site (30006), and hides those of others", async () => {
    const shop = await makeShop();
    const other = await makeShop({ merchantId: shop.merchantId });
    const stranger = await makeShop();
    const code = async (sitereference: string) =>
      (await askOne(shop, auth(shop, { sitereference })))["errorcode"];
    expect(await code("nowhere")).toBe("30001");
    expect(await code(stranger.siteReference)).toBe("30001");
    expect(await code(other.siteReference)).toBe("30006");
    expect((await askOne(shop, queryFor({ sitereference: [{ value: "nowhere" }] })))["errorcode"]).toBe(
      "30001",
    );
  });

  it("does not find another merchant's transaction", async () => {
    const [shop, stranger] = [await makeShop(), await makeShop()];
    const paid = await askOne(shop, auth(shop));
    expect(await askOne(stranger, byReference(paid["transactionreference"] ?? ""))).toMatchObject({
      errorcode: "20004",
      found: "0",
      records: [],
    });
  });

  it("checks alias and version of the envelope", async () => {
    const [shop, stranger] = [await makeShop(), await makeShop()];
    const code = async (fields: Fields) => {
      const answer = await send(shop, JSON.stringify({ request: [{}], ...fields }));
      return ((await answer.json()) as Envelope).response[0]?.["errorcode"];
    };
    expect(await code({ alias: "nobody" })).toBe("30008");
    expect(await code({ alias: stranger.trust.alias })).toBe("60022");
    expect(await code({ version: "9" })).toBe("30007");
  });

  it("narrows a query by every filter", async () => {
    const shop = await makeShop();
    const paid = await askOne(shop, auth(shop, { orderreference: "B-1", accounttypedescription: "MOTO" }));
    await askOne(shop, auth(shop, { orderreference: "B-2", currencyiso3a: "EUR" }));
    const found = async (filter: Fields) => {
      const entry = await askOne(shop, queryFor(filter));
      return [entry["errorcode"], entry["found"]];
    };
    expect(await found({ sitereference: [{ value: shop.siteReference }] })).toEqual(["0", "2"]);
    expect(await found({ orderreference: { value: "B-1", symbol: "IS" } })).toEqual(["0", "1"]);
    expect(await found({ orderreference: [{ value: "B-1" }, { value: "B-2" }] })).toEqual(["0", "2"]);
    expect(await found({ currencyiso3a: [{ value: "EUR" }] })).toEqual(["0", "1"]);
    expect(await found({ accounttypedescription: [{ value: "MOTO" }] })).toEqual(["0", "1"]);
    expect(await found({ settlestatus: [{ value: "0" }] })).toEqual(["0", "2"]);
    expect(await found({ settlestatus: [{ value: "100" }] })).toEqual(["21014", "0"]);
    expect(await found({ requesttypedescription: [{ value: "REFUND" }] })).toEqual(["21014", "0"]);
    expect(await found({ endtimestamp: [{ value: "2001-01-01 00:00:00" }] })).toEqual(["21014", "0"]);
    const at = paid["transactionstartedtimestamp"] ?? "";
    expect((await found({ starttimestamp: [{ value: at }] }))[0]).toBe("0");
  });

  it("keeps a masked record of the exchange under the payment and its correlation", async () => {
    const shop = await makeShop();
    await askOne(shop, auth(shop));
    const rows = await rowsOf<{ request_body: string; request_headers: Fields; correlated: boolean }>(
      `select e.request_body, e.request_headers,
              exists (select 1 from operation o where o.correlation_id = e.correlation_id and o.payment_id = e.payment_id) as correlated
       from exchange e where e.merchant_id = $1 and e.leg = 'merchant_to_us'`,
      [shop.merchantId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.correlated).toBe(true);
    expect(rows[0]?.request_body).not.toContain("4111111111111111");
    expect(rows[0]?.request_body).not.toContain('"123"');
    expect(rows[0]?.request_headers["authorization"]).toBe("Basic ***");
  });

  it("neither takes nor keeps a card that is not a published test card", async () => {
    const shop = await makeShop();
    const pan = "4929000000006";
    expect(await askOne(shop, auth(shop, { pan }))).toMatchObject({ errorcode: "30000", errordata: ["pan"] });
    const rows = await rowsOf(
      "select 1 from exchange where merchant_id = $1 and position($2 in request_body) > 0",
      [shop.merchantId, pan],
    );
    expect(rows).toEqual([]);
  });

  it("answers other methods with 405", async () => {
    expect(GET().status).toBe(405);
    expect(HEAD().status).toBe(405);
    expect(await GET().json()).toEqual({ message: "Send requests with POST." });
    expect(await HEAD().text()).toBe("");
  });
});
