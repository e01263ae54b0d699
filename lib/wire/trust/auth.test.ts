import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAuth, siteReferenceOf } from "@/lib/wire/trust/auth";

const plain = {
  sitereference: "test_site12345",
  baseamount: "1050",
  currencyiso3a: "GBP",
  pan: "4111111111111111",
  expirydate: "12/2030",
  securitycode: "123",
};

const named = (fields: Record<string, unknown>) => {
  const request = decodeAuth({ ...plain, ...fields });
  return request.ok ? [] : request.refusal.data;
};
const read = (fields: Record<string, unknown>) => {
  const request = decodeAuth({ ...plain, ...fields });
  if (!request.ok) throw new Error(request.refusal.data.join());
  return request.value;
};

describe("decodeAuth", () => {
  it("reads the smallest request", () => {
    expect(read({})).toEqual({
      amount: { minor: 1050, currency: "GBP" },
      card: { number: "4111111111111111", expiry: "12/2030", securityCode: "123" },
      orderReference: null,
      settleStatus: null,
      settleDueDate: null,
      accountType: "ECOM",
      preAuthorisation: false,
      customer: { email: null, name: null, country: null },
    });
  });

  it("reads everything else it knows", () => {
    const request = read({
      orderreference: "A-77",
      settlestatus: "2",
      settleduedate: "2027-02-01",
      accounttypedescription: "MOTO",
      paymenttypedescription: "VISA",
      billingemail: "eva@shop.example",
      billingfirstname: "Eva",
      billinglastname: "Nowak",
      billingcountryiso2a: "pl",
      billingpostcode: "00-001",
    });
    expect(request).toMatchObject({
      orderReference: "A-77",
      settleStatus: 2,
      settleDueDate: "2027-02-01",
      accountType: "MOTO",
      customer: { email: "eva@shop.example", name: "Eva Nowak", country: "PL" },
    });
  });

  it("tells a pre-authorisation from a final one", () => {
    expect(read({ authmethod: "PRE" }).preAuthorisation).toBe(true);
    expect(read({ authmethod: "FINAL" }).preAuthorisation).toBe(false);
  });

  it("reads mainamount in the currency's own decimals", () => {
    const main = (mainamount: string, currencyiso3a: string) =>
      read({ baseamount: undefined, mainamount, currencyiso3a }).amount.minor;
    expect(main("10.50", "EUR")).toBe(1050);
    expect(main("5800", "JPY")).toBe(5800);
    expect(main("1.234", "KWD")).toBe(1234);
  });

  it("refuses a mainamount that is not the baseamount beside it", () => {
    expect(named({ mainamount: "10.51" })).toEqual(["mainamount"]);
    expect(named({ mainamount: "10.50" })).toEqual([]);
  });

  it("takes numbers for texts and two digits for the year", () => {
    expect(read({ baseamount: 1050, expirydate: "12/30" })).toMatchObject({
      amount: { minor: 1050 },
      card: { expiry: "12/2030" },
    });
  });

  it.each([
    [{ baseamount: undefined }, "baseamount"],
    [{ baseamount: "0" }, "baseamount"],
    [{ baseamount: "-5" }, "baseamount"],
    [{ baseamount: "10.50" }, "baseamount"],
    [{ baseamount: "99999999999999" }, "baseamount"],
    [{ baseamount: ["1"] }, "baseamount"],
    [{ baseamount: undefined, mainamount: "10.505" }, "mainamount"],
    [{ currencyiso3a: "XXX" }, "currencyiso3a"],
    [{ currencyiso3a: undefined }, "currencyiso3a"],
    [{ pan: undefined }, "pan"],
    [{ pan: "4111111111111112" }, "pan"],
    [{ pan: "4929000000006" }, "pan"],
    [{ expirydate: "13/2030" }, "expirydate"],
    [{ expirydate: undefined }, "expirydate"],
    [{ securitycode: "12" }, "securitycode"],
    [{ settlestatus: "3" }, "settlestatus"],
    [{ settlestatus: "10" }, "settlestatus"],
    [{ settlestatus: "x" }, "settlestatus"],
    [{ settleduedate: "2027-02-30" }, "settleduedate"],
    [{ settleduedate: "0000-01-01" }, "settleduedate"],
    [{ accounttypedescription: "X" }, "accounttypedescription"],
    [{ authmethod: "LATER" }, "authmethod"],
    [{ paymenttypedescription: "PAYPAL" }, "paymenttypedescription"],
    [{ orderreference: "4111 1111 1111 1111" }, "orderreference"],
    [{ billingemail: "nobody" }, "billingemail"],
    [{ billingcountryiso2a: "POL" }, "billingcountryiso2a"],
  ])("names the field of %j", (fields, name) => {
    expect(named(fields)).toEqual([name]);
  });

  it("names every wrong field once", () => {
    expect(decodeAuth({})).toEqual({
      ok: false,
      refusal: { code: "30000", data: ["currencyiso3a", "baseamount", "pan", "expirydate"] },
    });
  });

  it("never throws, whatever the fields hold", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(plain), "mainamount", "settlestatus"), fc.jsonValue()),
        (fields) => {
          expect(typeof decodeAuth(fields).ok).toBe("boolean");
        },
      ),
    );
  });
});

it("finds the site", () => {
  expect(siteReferenceOf(plain)).toBe("test_site12345");
  expect(siteReferenceOf({})).toBeNull();
});
