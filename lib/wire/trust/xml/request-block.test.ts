import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAuth } from "@/lib/wire/trust/auth";
import { maxRequests } from "@/lib/wire/trust/envelope";
import { decodeRefund } from "@/lib/wire/trust/refund";
import { decodeTypesOf } from "@/lib/wire/trust/request-type";
import { decodeSubscription } from "@/lib/wire/trust/subscription";
import { decodeTransactionUpdates, decodeUpdateTarget } from "@/lib/wire/trust/update";
import { decodeRequestBlock } from "@/lib/wire/trust/xml/request-block";

const read = (text: string) => {
  const block = decodeRequestBlock(text);
  if (!block.ok) throw new Error(`${block.refusal.code} ${block.refusal.data.join()}`);
  return block.value;
};
const refusalOf = (text: string) => {
  const block = decodeRequestBlock(text);
  return block.ok ? null : [block.refusal.code, ...block.refusal.data];
};
const block = (requests: string) =>
  `<requestblock version="3.67"><alias>webservices@example.com</alias>${requests}</requestblock>`;
const first = (requests: string) => read(block(requests)).requests[0] ?? {};

/** The capture of wire.md 1.2. */
const capture = `<?xml version="1.0" encoding="UTF-8"?>
<requestblock version="3.67">
	<alias>webservices@example.com</alias>
	<request type="TRANSACTIONUPDATE">
		<filter><transactionreference>53-9-1000001</transactionreference><sitereference>test_site12345</sitereference></filter>
		<updates>
			<merchant></merchant>
			<billing><payment></payment><name></name></billing>
			<settlement><settlebaseamount>960</settlebaseamount><settleduedate>2026-11-25</settleduedate><settlestatus>0</settlestatus></settlement>
		</updates>
	</request>
</requestblock>
`;

describe("decodeRequestBlock", () => {
  it("reads the vendor's update, in which empty elements mean no change", () => {
    const { alias, blockVersion, requests } = read(capture);
    expect([alias, blockVersion, requests.length]).toEqual(["webservices@example.com", "3.67", 1]);
    expect(requests[0]).toEqual({
      requesttypedescription: "TRANSACTIONUPDATE",
      filter: {
        transactionreference: [{ value: "53-9-1000001" }],
        sitereference: [{ value: "test_site12345" }],
      },
      updates: { settlebaseamount: "960", settleduedate: "2026-11-25", settlestatus: "0" },
    });
    expect(decodeTypesOf(requests[0] ?? {})).toMatchObject({ value: ["TRANSACTIONUPDATE"] });
    expect(decodeUpdateTarget(requests[0] ?? {})).toMatchObject({
      value: { transactionReference: "53-9-1000001" },
    });
  });

  it("reads both declarations and none", () => {
    const bare = block('<request type="AUTH"/>');
    for (const head of ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-8"?>\n', "\uFEFF"]) {
      expect(read(head + bare).requests).toEqual([{ requesttypedescription: "AUTH" }]);
    }
  });

  it("reads an AUTH with decimals, with every empty element that the vendor's library writes", () => {
    const fields = first(`<request type="AUTH">
      <merchant><orderreference>A-77</orderreference></merchant>
      <customer><ip/><telephone type=""></telephone><name><first/><last/></name><email/></customer>
      <billing>
        <telephone type=""></telephone><street>Main &amp; Low</street><country>pl</country>
        <payment type="VISA"><startdate/><expirydate>12/2030</expirydate><pan>4111111111111111</pan><securitycode>123</securitycode><issuenumber/></payment>
        <name><middle/><last>Nowak</last><first>Eva</first></name>
        <mainamount currencycode="EUR">10.50</mainamount><email>eva@shop.example</email>
      </billing>
      <operation><sitereference>test_site12345</sitereference><accounttypedescription>ECOM</accounttypedescription><parenttransactionreference/></operation>
      <settlement><settleduedate>2027-02-01</settleduedate><settlestatus>2</settlestatus></settlement>
    </request>`);
    expect(fields).toMatchObject({ sitereference: "test_site12345", billingstreet: "Main & Low" });
    expect(decodeAuth(fields)).toMatchObject({
      ok: true,
      value: {
        amount: { minor: 1050, currency: "EUR" },
        card: { number: "4111111111111111", expiry: "12/2030", securityCode: "123" },
        orderReference: "A-77",
        settleStatus: 2,
        settleDueDate: "2027-02-01",
        accountType: "ECOM",
        customer: { email: "eva@shop.example", name: "Eva Nowak", country: "PL" },
      },
    });
  });

  it("reads ActiveMerchant's AUTH with an amount in base units", () => {
    const fields = first(`<request type="AUTH">
      <operation><sitereference>s</sitereference><authmethod>FINAL</authmethod><accounttypedescription>ECOM</accounttypedescription><credentialsonfile>1</credentialsonfile></operation>
      <merchant><orderreference>1</orderreference></merchant>
      <billing><amount currencycode="EUR">1050</amount><email/><premise>456</premise><name><prefix/><first/></name>
        <payment type="MASTERCARD"><expirydate>09/2030</expirydate><securitycode>123</securitycode><pan>5555555555554444</pan></payment></billing>
    </request>`);
    expect(decodeAuth(fields)).toMatchObject({
      ok: true,
      value: { amount: { minor: 1050, currency: "EUR" } },
    });
  });

  it.each([
    ["<billing><amount>500</amount></billing>", { minor: 500, major: null, currency: null }],
    [
      "<billing><amount></amount><mainamount></mainamount></billing>",
      { minor: null, major: null, currency: null },
    ],
    [
      "<billing><amount></amount><mainamount>5.00</mainamount></billing>",
      { minor: null, major: { field: "mainamount", text: "5.00" }, currency: null },
    ],
    [
      '<billing currencycode="GBP"><amount>500</amount></billing>',
      { minor: 500, major: null, currency: "GBP" },
    ],
  ])("reads a REFUND with %s", (billing, amount) => {
    const operation =
      "<operation><sitereference>s</sitereference><parenttransactionreference>53-9-1</parenttransactionreference></operation>";
    expect(decodeRefund(first(`<request type="REFUND">${operation}${billing}</request>`))).toMatchObject({
      ok: true,
      value: { parentReference: "53-9-1", amount },
    });
  });

  it("reads an update with decimals and with a customer's data, which is no update here", () => {
    const update = (updates: string) =>
      decodeTransactionUpdates(
        first(`<request type="TRANSACTIONUPDATE"><updates>${updates}</updates></request>`),
      );
    expect(
      update('<settlement><settlemainamount currencycode="GBP">9.60</settlemainamount></settlement>'),
    ).toMatchObject({ value: { settleAmount: { major: { text: "9.60" }, currency: "GBP" } } });
    expect(update("<billing><name><first>Eva</first></name></billing>")).toMatchObject({
      refusal: { code: "60033", data: ["billingfirstname"] },
    });
    expect(update("<a><b>1</b></a>")).toMatchObject({ refusal: { code: "60033", data: ["ab"] } });
    expect(update("<merchant></merchant>")).toMatchObject({ refusal: { code: "60013" } });
  });

  it("reads a plan", () => {
    const fields = first(`<request type="SUBSCRIPTION">
      <operation><parenttransactionreference>53-9-1</parenttransactionreference></operation>
      <billing><amount currencycode="EUR">999</amount><subscription type="RECURRING"><number>1</number><finalnumber>12</finalnumber><unit>MONTH</unit><frequency>1</frequency><begindate/></subscription></billing>
    </request>`);
    expect(decodeSubscription(fields, { besideAuth: false })).toMatchObject({
      ok: true,
      value: { type: "RECURRING", unit: "MONTH", frequency: 1, number: 1, finalNumber: 12, beginDate: null },
    });
  });

  it("reads several requests in their order, and several values of one filter", () => {
    const { requests } = read(
      block(
        '<request type="TRANSACTIONUPDATE"/><request type="TRANSACTIONQUERY"><filter><orderreference>A</orderreference><orderreference>B</orderreference></filter></request><request/>',
      ),
    );
    expect(requests).toEqual([
      { requesttypedescription: "TRANSACTIONUPDATE" },
      {
        requesttypedescription: "TRANSACTIONQUERY",
        filter: { orderreference: [{ value: "A" }, { value: "B" }] },
      },
      { requesttypedescription: null },
    ]);
  });
});

describe("what is refused", () => {
  it.each([
    "",
    "{}",
    "<requestblock>",
    "<requestblock></request>",
    '<requestblock a="1" a="2"/>',
    "<a/><b/>",
    "<requestblock>&unknown;</requestblock>",
    "<requestblock>a & b</requestblock>",
    "<requestblock>\u0001</requestblock>",
    '\n<?xml version="1.0"?><requestblock/>',
  ])("%j is malformed: 10200", (text) => {
    expect(refusalOf(text)).toEqual(["10200", "invalid xml"]);
  });

  it.each([
    "<!DOCTYPE requestblock>",
    '<!DOCTYPE requestblock SYSTEM "http://127.0.0.1/x.dtd">',
    '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
  ])("%s is refused before anything is expanded", (doctype) => {
    const text = `${doctype}${block('<request type="AUTH"><merchant><orderreference>&a;</orderreference></merchant></request>')}`;
    expect(refusalOf(text)).toEqual(["10200", "doctype"]);
  });

  it("an encoding that is not UTF-8 is refused instead of garbled", () => {
    expect(refusalOf('<?xml version="1.0" encoding="ISO-8859-1"?><requestblock/>')).toEqual([
      "10200",
      "encoding",
    ]);
  });

  it.each([
    ["<responseblock/>", "requestblock"],
    ["<x:requestblock/>", "requestblock"],
    ["<requestblock>text<request/></requestblock>", "requestblock"],
    ["<requestblock><request>text<merchant/></request></requestblock>", "requestblock"],
    [
      block(
        "<request><settlement><settlestatus>0</settlestatus><settlestatus>1</settlestatus></settlement></request>",
      ),
      "settlestatus",
    ],
    [
      block(
        '<request><billing><amount currencycode="EUR">1</amount><baseamount>2</baseamount></billing></request>',
      ),
      "baseamount",
    ],
    ["<a>".repeat(9) + "</a>".repeat(9), "depth"],
    [`<requestblock>${"<a/>".repeat(10_001)}</requestblock>`, "elements"],
  ])("%.80s does not match the schema: 10201", (text, data) => {
    expect(refusalOf(text)).toEqual(["10201", data]);
  });

  it("a version that is none is 30007, no request 60018, too many 60025", () => {
    expect(refusalOf('<requestblock version="x"><request/></requestblock>')).toEqual(["30007", "version"]);
    expect(refusalOf("<requestblock><alias>a</alias></requestblock>")).toEqual(["60018", "None"]);
    expect(refusalOf(block("<request/>".repeat(maxRequests + 1)))).toEqual(["60025", "request"]);
  });

  it("a bottomless document costs no stack", () => {
    expect(refusalOf("<a>".repeat(80_000))).toEqual(["10201", "depth"]);
  });

  it("names that objects have already are only names", () => {
    const fields = first(
      '<request type="AUTH"><operation><constructor>1</constructor><__proto__>2</__proto__></operation></request>',
    );
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
    expect(Object.hasOwn(fields, "constructor")).toBe(true);
  });

  it("never throws, whatever stands between the tags", () => {
    const part = fc.constantFrom(
      "<request>",
      "</request>",
      "<filter>",
      "</filter>",
      "<a b='1'>",
      "</a>",
      "&#0;",
      "&lt;",
      "x",
      "<![CDATA[",
      "]]>",
      "<!--",
      "-->",
      "<?x",
      "?>",
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(typeof decodeRequestBlock(block(parts.join(""))).ok).toBe("boolean");
      }),
    );
  });
});
