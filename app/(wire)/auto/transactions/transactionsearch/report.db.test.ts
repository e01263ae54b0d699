import { describe, expect, it } from "vitest";
import { now } from "@/lib/platform/clock";
import { GET, HEAD, POST } from "@/app/(wire)/auto/transactions/transactionsearch/route";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { basic, pay } from "@/scripts/test/trust";

useAcquirer();

const today = () => now().toISOString().slice(0, 10);
const post = (shop: Shop, query: string, body = "", headers: Record<string, string> = {}) =>
  POST(
    new Request(`http://portal.example/auto/transactions/transactionsearch?${query}`, {
      method: "POST",
      headers: { authorization: basic(shop.trust), ...headers },
      body,
    }),
    { params: Promise.resolve({}) },
  );

describe("POST /auto/transactions/transactionsearch", () => {
  it("answers the query of wire.md 1.3 with a heading and the suspended payments", async () => {
    const shop = await makeShop();
    const held = await pay(shop, { settlestatus: "2", orderreference: 'A,"7"' });
    await pay(shop, { orderreference: "B-1" });
    const query = `settlestatus=2&startdate=${today()}&enddate=${today()}&sitereferences=${shop.siteReference}&optionalfields=orderreference&optionalfields=baseamount`;
    const answer = await post(shop, query);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const [heading, line, ...more] = (await answer.text()).split("\n");
    expect(heading).toBe(
      "transactionreference,transactionstartedtimestamp,sitereference,orderreference,baseamount",
    );
    expect(line).toMatch(new RegExp(`^${held},\\d{4}-.*,${shop.siteReference},"A,""7""",1050$`));
    expect(more).toEqual([]);
  });

  it("takes the same as a form, as OpenCart sends it", async () => {
    const shop = await makeShop();
    await pay(shop);
    const form = `sitereferences=${shop.siteReference}&startdate=${today()}&enddate=${today()}&accounttypedescriptions=ECOM&optionalfields=mainamount&settlestatuss=0`;
    const answer = await post(shop, "", form, { "content-type": "application/x-www-form-urlencoded" });
    expect((await answer.text()).split("\n")[1]).toMatch(/,10\.50$/);
  });

  it("shows the caller's own site only", async () => {
    const [shop, stranger] = [await makeShop(), await makeShop()];
    await pay(shop);
    const text = await (await post(stranger, `startdate=${today()}`)).text();
    expect(text.split("\n")).toHaveLength(1);
  });

  it.each([
    ["nonsense=1", "60037 Invalid filters specified nonsense"],
    ["startdate=tomorrow", "10101 Invalid date/time startdate"],
    ["", "60019 No searchable filter specified"],
    ["sitereferences=nowhere", "30001 Unknown site sitereference"],
  ])("refuses %s aloud: a 200 would read as an empty report", async (query, text) => {
    const answer = await post(await makeShop(), query);
    expect([answer.status, await answer.text()]).toEqual([400, text]);
  });

  it("answers 401, 405 and 413, and keeps no copy of the lines", async () => {
    const shop = await makeShop();
    const reference = await pay(shop);
    expect((await post(shop, "", "", { authorization: "Basic x" })).status).toBe(401);
    expect((await post(shop, "", "x".repeat(100_000))).status).toBe(413);
    expect([GET().status, HEAD().status]).toEqual([405, 405]);
    await post(shop, `startdate=${today()}`);
    const rows = await rowsOf<{ body: string }>(
      "select response_body as body from exchange where merchant_id = $1 and url like '%transactionsearch%'",
      [shop.merchantId],
    );
    expect(rows.at(-1)?.body).toMatch(/^1 transactions:/);
    expect(rows.some(({ body }) => body.includes(reference))).toBe(false);
  });
});
