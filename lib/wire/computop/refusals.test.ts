import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeCapture,
  decodeCredit,
  decodeInquiryByPayId,
  decodeInquiryByTransId,
  decodeReversal,
  type Secrets,
} from "@/lib/wire/computop/call";
import { seal } from "@/lib/wire/computop/cipher";
import { computopCodes, type Decoded } from "@/lib/wire/computop/codes";
import { isProven, openEnvelope, readEnvelope, type Fields } from "@/lib/wire/computop/envelope";
import { macOf } from "@/lib/wire/computop/mac";

const password = "b2K!7x_Zq9m(R4s*";
const secrets = { merchantId: "merchant_test", hmacPassword: "d3M/p5)Kx2_w8Y!t" };
const payId = "8c55effde6fc44ec810bf0289dd283f5";

type Decode = (fields: Fields, secrets: Secrets) => Decoded<unknown>;

function received(form: string, decode: Decode): Decoded<unknown> {
  const envelope = readEnvelope(form);
  if (!envelope.ok) return envelope;
  const fields = openEnvelope(password, envelope.value);
  return fields.ok ? decode(fields.value.fields, secrets) : fields;
}
const verdictOf = (form: string, decode: Decode) => {
  const result = received(form, decode);
  return result.ok ? result.value : result.refusal;
};
const formFor = (text: string, len?: string) => {
  const sealed = seal(password, text, { cipher: "blowfish" });
  return `MerchantID=merchant_test&Len=${len ?? sealed.len}&Data=${sealed.data}`;
};

const given = { PayID: payId, TransID: "T1", Amount: "400", Currency: "EUR" };
/** A call signed as it should be, whatever stands in it. */
const signed = (more: Readonly<Record<string, string>> = {}) => {
  const fields: Readonly<Record<string, string>> = { ...given, ...more };
  const part = (name: string) => fields[name] ?? "";
  const parts = [part("PayID"), part("TransID"), secrets.merchantId, part("Amount"), part("Currency")];
  const text = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return formFor([...text, `MAC=${macOf(secrets.hmacPassword, parts)}`].join("&"));
};

describe("what stands outside", () => {
  it.each([
    ["", "merchant_missing"],
    ["Len=7&Data=ec7444dad8c67156", "merchant_missing"],
    [`MerchantID=${"m".repeat(31)}&Len=7&Data=ec7444dad8c67156`, "merchant_unknown"],
    ["MerchantID=m%00&Len=7&Data=ec7444dad8c67156", "merchant_unknown"],
    ["MerchantID=merchant_test&Len=7", "data_missing"],
    ["MerchantID=merchant_test&Len=7&Data=ec7444dad8c6715", "data_unreadable"],
    ["MerchantID=merchant_test&Len=7&Data=ec7444dad8c671zz", "data_unreadable"],
    ["MerchantID=merchant_test&Data=ec7444dad8c67156", "len_malformed"],
    ["MerchantID=merchant_test&Len=-1&Data=ec7444dad8c67156", "len_malformed"],
    ["MerchantID=merchant_test&Len=99&Data=ec7444dad8c67156", "len_wrong"],
    ["MerchantID=merchant_test&Len=8&Data=ec7444dad8c67156", "data_unreadable"],
    [`MerchantID=merchant_test&Len=16&Data=${"0".repeat(32)}-${"0".repeat(31)}`, "data_unreadable"],
    [`MerchantID=merchant_test&Len=7&Data=${"00".repeat(20_000)}`, "data_too_long"],
  ])("%s is refused as %s, in plain text", (form, refusal) => {
    const result = received(form, decodeCapture);
    expect(result).toEqual({ ok: false, refusal });
    expect(!result.ok && isProven(result.refusal)).toBe(false);
  });

  it("is read under names in any case, from a query too", () => {
    const form = signed().replace("MerchantID", "merchantid").replace("Len", "LEN").replace("Data", "dATA");
    expect(verdictOf(`?${form}`, decodeCapture)).toMatchObject({ payId });
  });

  it("does not fit with a Len that cuts into the text or lies behind the data", () => {
    const text = new URLSearchParams(given).toString();
    for (const wrong of [-1, -9, 9]) {
      expect(verdictOf(formFor(text, (text.length + wrong).toString()), decodeInquiryByPayId)).toBe(
        "len_wrong",
      );
    }
  });
});

describe("what stands inside", () => {
  it.each([
    ["PayID=1&MerchantID=another", "merchant_differs"],
    [`PayID=${payId}&payid=${"0".repeat(32)}`, "name_given_twice"],
    ["a=1&b=2&noise", "data_unreadable"],
    [`PayID=${payId}&Amount=400&Currency=EUR`, "mac_missing"],
    [`PayID=${payId}&Amount=400&Currency=EUR&MAC=`, "mac_missing"],
    [`PayID=${payId}&Amount=400&Currency=EUR&MAC=${"0".repeat(64)}`, "mac_wrong"],
    [`PayID=${payId}&Amount=400&Currency=EUR&MAC=none`, "mac_wrong"],
  ])("%s is refused as %s", (text, refusal) => {
    expect(verdictOf(formFor(text), decodeCapture)).toBe(refusal);
  });

  it.each([
    [{ PayID: "" }, "pay_id_missing"],
    [{ PayID: "123" }, "pay_id_malformed"],
    [{ Amount: "" }, "amount_missing"],
    [{ Amount: "4.00" }, "amount_malformed"],
    [{ Amount: "-400" }, "amount_malformed"],
    [{ Amount: "12345678901" }, "amount_too_long"],
    [{ Amount: "0" }, "amount_not_positive"],
    [{ Currency: "" }, "currency_missing"],
    [{ Currency: "XXX" }, "currency_unknown"],
    [{ Currency: "constructor" }, "currency_unknown"],
    [{ TransID: "T".repeat(65) }, "trans_id_too_long"],
    [{ TransID: "T\u0007" }, "trans_id_malformed"],
    [{ RefNr: "ä" }, "ref_nr_malformed"],
    [{ RefNr: "1".repeat(31) }, "ref_nr_too_long"],
    [{ ReqId: "1".repeat(65) }, "req_id_too_long"],
    [{ FinishAuth: "N" }, "finish_auth_unknown"],
  ])("%j is refused as %s", (more, refusal) => {
    expect(verdictOf(signed(more), decodeCapture)).toBe(refusal);
  });

  it("is signed over what it says", () => {
    const tampered = macOf(secrets.hmacPassword, [payId, "T1", secrets.merchantId, "400", "EUR"]);
    const text = `PayID=${payId}&TransID=T1&Amount=4000&Currency=EUR&MAC=${tampered}`;
    expect(verdictOf(formFor(text), decodeCapture)).toBe("mac_wrong");
    expect(verdictOf(signed(), decodeCredit)).toMatchObject({ amount: { minor: 400, currency: "EUR" } });
  });

  it("may leave the amount of a reversal away, and a wrong one is wrong there too", () => {
    expect(verdictOf(signed({ Amount: "", Currency: "" }), decodeReversal)).toMatchObject({ amount: null });
    expect(verdictOf(signed({ Currency: "" }), decodeReversal)).toBe("currency_missing");
  });

  it("may be unsigned in an inquiry only, and not wrongly signed", () => {
    expect(verdictOf(formFor(`PayID=${payId}`), decodeInquiryByPayId)).toEqual({ payId });
    expect(verdictOf(formFor(`PayID=${payId}&MAC=${"0".repeat(64)}`), decodeInquiryByPayId)).toBe(
      "mac_wrong",
    );
    expect(verdictOf(formFor("TransID=T1"), decodeInquiryByTransId)).toEqual({ transId: "T1" });
    expect(verdictOf(formFor(`PayID=${payId}`), decodeInquiryByTransId)).toBe("trans_id_missing");
    expect(verdictOf(formFor(`PayID=${payId}`), decodeReversal)).toBe("mac_missing");
  });

  it("keeps a percent sign that encodes nothing, and reads ISO-8859-1", () => {
    expect(verdictOf(formFor("TransID=100%"), decodeInquiryByTransId)).toEqual({ transId: "100%" });
    expect(verdictOf(formFor("TransID=A%C3%84"), decodeInquiryByTransId)).toEqual({ transId: "AÄ" });
  });
});

describe("hostile input", { timeout: 120_000 }, () => {
  const decodes = [decodeCapture, decodeCredit, decodeReversal, decodeInquiryByPayId, decodeInquiryByTransId];
  const isVerdict = (result: Decoded<unknown>) => result.ok || Object.hasOwn(computopCodes, result.refusal);
  const anyDecode = fc.constantFrom(...decodes);

  it("never throws at random bytes, cut digits or a wrong Len, and takes none for a signed call", () => {
    const hex = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("hex"));
    const data = fc.oneof(
      hex,
      fc.tuple(hex, hex).map((two) => two.join("-")),
      fc.string({ unit: "binary" }),
    );
    const cutData = fc.tuple(data, fc.nat(8)).map(([text, end]) => text.slice(0, text.length - end));
    const len = fc.oneof(fc.nat(300).map(String), fc.string());
    fc.assert(
      fc.property(cutData, len, anyDecode, (given, length, decode) => {
        const form = new URLSearchParams({
          MerchantID: "merchant_test",
          Len: length,
          Data: given,
        }).toString();
        const result = received(form, decode);
        expect(result.ok).toBe(false);
        expect(isVerdict(result)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("never throws at any text from somebody who knows the password", () => {
    const name = fc.constantFrom(
      "PayID",
      "MAC",
      "Amount",
      "Currency",
      "TransID",
      "RefNr",
      "__proto__",
      "MerchantID",
    );
    const part = fc
      .tuple(name, fc.oneof(fc.string({ unit: "grapheme" }), fc.constant(payId)))
      .map((pair) => pair.join("="));
    const text = fc.array(fc.oneof(part, fc.string({ unit: "binary" }))).map((parts) => parts.join("&"));
    fc.assert(
      fc.property(text, anyDecode, (plain, decode) => {
        expect(isVerdict(received(formFor(plain), decode))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("never throws at any form", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 500 }), anyDecode, (form, decode) => {
        expect(isVerdict(received(form, decode))).toBe(true);
      }),
    );
  });
});
