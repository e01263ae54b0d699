import { afterEach, describe, expect, it } from "vitest";
import { setClock } from "@/lib/platform/clock";
import { readXml, type Element } from "@/lib/wire/trust/xml/read-xml";
import { handlers } from "@/lib/worker/registry";
import { GET, HEAD } from "@/app/(wire)/xml/route";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { runSettlement } from "@/scripts/test/paid-payment";
import { pay, recordOf, sendXml, update, askOne } from "@/scripts/test/trust";

useAcquirer();

let restore = () => {};
afterEach(() => {
  restore();
});

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const block = (shop: Shop, requests: string) =>
  `<requestblock version="3.67"><alias>${shop.trust.alias}</alias>${requests}</requestblock>`;

function parse(text: string): Element {
  const read = readXml(text);
  if (!read.ok) throw new Error(`${read.refusal.code} ${text.slice(0, 200)}`);
  return read.value;
}
const at = (element: Element | undefined, path: string) =>
  path
    .split("/")
    .reduce<Element | undefined>(
      (inside, name) => inside?.children.find((child) => child.name === name),
      element,
    );
const textAt = (element: Element | undefined, path: string) => at(element, path)?.text;

async function post(shop: Shop, body: string, headers: Record<string, string> = {}): Promise<Element> {
  const answer = await sendXml(shop, body, headers);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/xml;charset=utf-8");
  return parse(await answer.text());
}
const responses = (root: Element) => root.children.filter(({ name }) => name === "response");
const ask = async (shop: Shop, requests: string) => responses(await post(shop, block(shop, requests)));
const codes = (list: readonly Element[]) =>
  list.map((response) => [response.attributes["type"], textAt(response, "error/code")]);

const updateXml = (reference: string, site: string, settlement: string) => `
	<request type="TRANSACTIONUPDATE">
		<filter><transactionreference>${reference}</transactionreference><sitereference>${site}</sitereference></filter>
		<updates>
			<merchant></merchant>
			<billing><payment></payment><name></name></billing>
			<settlement>${settlement}</settlement>
		</updates>
	</request>`;
const refundXml = (reference: string, billing: string, site = "") =>
  `<request type="REFUND"><operation><sitereference>${site}</sitereference><parenttransactionreference>${reference}</parenttransactionreference></operation><billing>${billing}</billing></request>`;
const authXml = (shop: Shop, amount: string, more = "") => `<request type="AUTH">
  <operation><sitereference>${shop.siteReference}</sitereference><authmethod>FINAL</authmethod><accounttypedescription>ECOM</accounttypedescription></operation>
  <merchant><orderreference>A &amp; 77</orderreference></merchant>
  <billing>${amount}<email/><country>PL</country><name><prefix/><first>Eva</first><last>Nowak</last></name>
    <payment type="VISA"><expirydate>12/2030</expirydate><securitycode>123</securitycode><pan>4111111111111111</pan></payment></billing>${more}
</request>`;

describe("POST /xml/", () => {
  it("answers the vendor's library as it demands: reference, version, type and code", async () => {
    const shop = await makeShop();
    const reference = await pay(shop);
    const settlement =
      "<settlebaseamount>960</settlebaseamount><settleduedate>2099-11-25</settleduedate><settlestatus>0</settlestatus>";
    const root = await post(shop, head + block(shop, updateXml(reference, shop.siteReference, settlement)), {
      REQUESTREFERENCE: "X777d8f70",
    });
    expect(root).toMatchObject({ name: "responseblock", attributes: { version: "3.67" } });
    expect(textAt(root, "requestreference")).toBe("X777d8f70");
    expect(codes(responses(root))).toEqual([["TRANSACTIONUPDATE", "0"]]);
    expect(textAt(responses(root)[0], "error/message")).toBe("Ok");
    expect(textAt(responses(root)[0], "operation/operatorname")).toBe(shop.trust.alias);
    expect(await recordOf(shop, reference)).toMatchObject({
      settlebaseamount: "960",
      settleduedate: "2099-11-25",
      settlestatus: "0",
    });
  });

  it.each([
    ["ActiveMerchant's base units", '<amount currencycode="EUR">1050</amount>'],
    ["decimals", '<mainamount currencycode="EUR">10.50</mainamount>'],
    ["baseamount", '<baseamount currencycode="EUR">1050</baseamount>'],
  ])("authorises an amount in %s", async (_what, amount) => {
    const shop = await makeShop();
    const answer = await sendXml(shop, block(shop, authXml(shop, amount)), {
      "content-type": "application/xml",
    });
    const [response] = responses(parse(await answer.text()));
    expect(codes(response === undefined ? [] : [response])).toEqual([["AUTH", "0"]]);
    expect(at(response, "billing/amount")).toMatchObject({
      text: "1050",
      attributes: { currencycode: "EUR" },
    });
    expect(at(response, "billing/payment")?.attributes).toEqual({ type: "VISA" });
    expect(textAt(response, "billing/payment/pan")).toBe("411111######1111");
    expect(textAt(response, "merchant/orderreference")).toBe("A & 77");
    expect(textAt(response, "transactionreference")).toMatch(/^\d+-9-\d+$/);
    expect(textAt(response, "settlement/settlestatus")).toBe("0");
    expect(textAt(response, "live")).toBe("0");
  });

  it("tells a decline as an AUTH and wrong fields as an ERROR", async () => {
    const shop = await makeShop();
    const amount = '<amount currencycode="EUR">1050</amount>';
    const declined = authXml(shop, amount).replace("4111111111111111", "4242424242424242");
    const wrong = authXml(shop, amount).replace("4111111111111111", "1");
    const list = await ask(shop, declined + wrong + '<request type="ACCOUNTCHECK"/>');
    expect(codes(list)).toEqual([
      ["AUTH", "70000"],
      ["ERROR", "30000"],
      ["ERROR", "60018"],
    ]);
    expect(textAt(list[0], "authcode")).toBe("DECLINED");
    expect(textAt(list[1], "error/data")).toBe("pan");
  });

  it("the shop's partial refund in one block: success of either counts", async () => {
    const shop = await makeShop();
    const both = (reference: string) =>
      ask(
        shop,
        updateXml(reference, shop.siteReference, "<settlebaseamount>550</settlebaseamount>") +
          refundXml(reference, "<amount>500</amount><mainamount></mainamount>"),
      );
    expect(codes(await both(await pay(shop)))).toEqual([
      ["TRANSACTIONUPDATE", "0"],
      ["ERROR", "20012"],
    ]);
    const settled = await both(await pay(shop, { settlestatus: "100" }));
    expect(codes(settled)).toEqual([
      ["ERROR", "60017"],
      ["REFUND", "0"],
    ]);
    expect(at(settled[1], "billing/amount")).toMatchObject({
      text: "500",
      attributes: { currencycode: "GBP" },
    });
    expect(at(settled[1], "billing/payment")?.attributes).toEqual({ type: "VISA" });
  });

  it("refunds decimals, and OpenCart's amount with the currency on its parent", async () => {
    const shop = await makeShop();
    const reference = await pay(shop, { settlestatus: "100" });
    const list = await ask(
      shop,
      refundXml(reference, "<mainamount>5.00</mainamount>", shop.siteReference) +
        refundXml(reference, "<amount>100</amount>").replace("<billing>", '<billing currencycode="GBP">') +
        refundXml(reference, "<amount>100</amount>").replace("<billing>", '<billing currencycode="EUR">'),
    );
    expect(codes(list)).toEqual([
      ["REFUND", "0"],
      ["REFUND", "0"],
      ["ERROR", "30000"],
    ]);
    expect(textAt(list[2], "error/data")).toBe("currencyiso3a");
  });

  it("releases in decimals and voids, as OpenCart does", async () => {
    const shop = await makeShop();
    const reference = await pay(shop, { settlestatus: "2" });
    const set = (settlement: string) => ask(shop, updateXml(reference, shop.siteReference, settlement));
    const release =
      '<settlestatus>0</settlestatus><settlemainamount currencycode="GBP">9.60</settlemainamount>';
    expect(codes(await set(release))).toEqual([["TRANSACTIONUPDATE", "0"]]);
    expect(await recordOf(shop, reference)).toMatchObject({ settlestatus: "0", settlebaseamount: "960" });
    expect(codes(await set("<settlestatus>3</settlestatus>"))).toEqual([["TRANSACTIONUPDATE", "0"]]);
    expect(codes(await set("<settlestatus>0</settlestatus>"))).toEqual([["ERROR", "60017"]]);
  });
});

describe("bad input", () => {
  it.each([
    ["nothing", "", "10200"],
    ["JSON", "{}", "10200"],
    ["a torn document", "<requestblock><request>", "10200"],
    [
      "a document type",
      '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><requestblock>&a;</requestblock>',
      "10200",
    ],
    ["another root", "<responseblock/>", "10201"],
    ["too deep a tree", "<a>".repeat(50_000), "10201"],
    ["no request", "<requestblock/>", "60018"],
    ["a version that is none", '<requestblock version="x"><request/></requestblock>', "30007"],
    ["somebody else's alias", "<requestblock><alias>nobody</alias><request/></requestblock>", "30008"],
    ["5 MB", `<requestblock>${"x".repeat(5 * 1024 * 1024)}</requestblock>`, "60025"],
  ])("%s is answered with 200 and the vendor's code", async (_what, body, code) => {
    const shop = await makeShop();
    const list = responses(await post(shop, body));
    expect(codes(list)).toEqual([["ERROR", code]]);
  });

  it("answers 401 to a wrong password and 405 to other methods", async () => {
    const shop = await makeShop();
    const answer = await sendXml({ ...shop, trust: { ...shop.trust, password: "wrong" } }, "<a/>");
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe('Basic realm="xml"');
    expect([GET().status, HEAD().status]).toEqual([405, 405]);
  });

  it("keeps no card number, however it is written", async () => {
    const shop = await makeShop();
    const amount = '<amount currencycode="EUR">1050</amount>';
    for (const hidden of [
      "4&#49;11111111111111",
      "4111<![CDATA[111111111111]]>",
      "4111111<!-- -->111111111",
    ]) {
      const request = authXml(shop, amount).replace("A &amp; 77", hidden);
      expect(codes(await ask(shop, request))).toEqual([["ERROR", "30000"]]);
    }
    const rows = await rowsOf<{ body: string }>(
      "select request_body as body from exchange where merchant_id = $1",
      [shop.merchantId],
    );
    expect(rows).toHaveLength(3);
    for (const { body } of rows) {
      expect(body.match(/<orderreference>([^<]*)</)?.[1]).toBe("411111******1111");
      expect(body).toContain("<pan>411111******1111</pan>");
      expect(body).toContain("<securitycode>***</securitycode>");
    }
  });
});

describe("the walk-through of TRANSACTIONUPDATE", () => {
  const start = new Date("2031-05-06T10:00:00Z");
  const after = (days: number) => {
    restore();
    restore = setClock(() => new Date(start.getTime() + days * 86_400_000));
  };
  const historyOf = (reference: string) =>
    rowsOf<{ line: string }>(
      `select concat_ws(' ', h.event, h.to_status, h.from_settle || '>' || h.to_settle, split_part(h.actor, ':', 1)) as line
       from payment_history h join payment p on p.merchant_id = h.merchant_id and p.id = h.payment_id
       where p.transaction_reference = $1 order by h.at, h.id`,
      [reference],
    );

  it.each(["json", "xml"])("TP-9 by %s: suspended, passed by, cancelled on day 7, then 60017", async (by) => {
    const shop = await makeShop();
    const { merchantId } = shop;
    const set = async (settlestatus: string) => {
      if (by === "json") return (await askOne(shop, update(shop, reference, { settlestatus })))["errorcode"];
      const settlement = `<settlestatus>${settlestatus}</settlestatus>`;
      const [response] = await ask(shop, updateXml(reference, shop.siteReference, settlement));
      return textAt(response, "error/code");
    };
    after(0);
    const reference = await pay(shop);
    expect(await set("2")).toBe("0");
    after(6);
    await runSettlement(shop);
    expect(await recordOf(shop, reference)).toMatchObject({ settlestatus: "2" });
    after(7);
    await handlers["payments.end_reservations"]({ version: 1, merchantId });
    expect(await recordOf(shop, reference)).toMatchObject({ settlestatus: "3" });
    expect(await set("1")).toBe("60017");
    expect((await historyOf(reference)).map(({ line }) => line)).toEqual([
      "start started api",
      "authorise authorised api",
      "suspend authorised 0>2 api",
      "cancel cancelled 2>3 system",
    ]);
  });
});
