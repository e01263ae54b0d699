import { createCipheriv, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { blowfish } from "@/lib/wire/computop/blowfish";
import {
  decodeCapture,
  decodeCredit,
  decodeInquiryByPayId,
  decodeReversal,
  type Secrets,
} from "@/lib/wire/computop/call";
import type { Decoded } from "@/lib/wire/computop/codes";
import { openEnvelope, readEnvelope, type Fields } from "@/lib/wire/computop/envelope";

const merchantId = "merchant_test";
const cipherPassword = "b2K!7x_Zq9m(R4s*";
const hmacPassword = "d3M/p5)Kx2_w8Y!t";
const payId = "8c55effde6fc44ec810bf0289dd283f5";
const transId = "T801924825114";
const secrets = { merchantId, hmacPassword };

// The clients' own code, in short: nothing here asks ours how it is done.
const hmac = (text: string) => createHmac("sha256", hmacPassword).update(text, "utf8").digest("hex");
const nulPadded = (text: string) =>
  Buffer.concat([Buffer.from(text), Buffer.alloc((8 - (Buffer.byteLength(text) % 8)) % 8)]);
const pkcs7Padded = (text: string) => {
  const count = 8 - (Buffer.byteLength(text) % 8);
  return Buffer.concat([Buffer.from(text), Buffer.alloc(count, count)]);
};
const encrypted = (padded: Buffer) => blowfish(Buffer.from(cipherPassword)).encrypt(padded).toString("hex");
const bytesOf = (text: string) => Buffer.byteLength(text);
const charactersOf = (text: string) => Array.from(text).length;

function received<T>(form: string, decode: (fields: Fields, secrets: Secrets) => Decoded<T>): T {
  const envelope = readEnvelope(form);
  if (!envelope.ok) throw new Error(envelope.refusal);
  const fields = openEnvelope(cipherPassword, envelope.value);
  if (!fields.ok) throw new Error(fields.refusal);
  const call = decode(fields.value.fields, secrets);
  if (!call.ok) throw new Error(call.refusal);
  return call.value;
}

describe("one client for each row of wire.md 4", () => {
  it("official SDK: POST, names of its own, NUL, lower case, Len in bytes", () => {
    const mac = hmac(`${payId}*${transId}*${merchantId}*400*EUR`);
    const text = `MerchantId=${merchantId}&MAC=${mac}&TransID=${transId}&Amount=400&Currency=EUR&PayID=${payId}&Response=encrypt&OrderDesc=part 1`;
    const body = `MerchantID=${merchantId}&Len=${bytesOf(text).toString()}&Data=${encrypted(nulPadded(text))}`;
    expect(received(body, decodeCapture)).toEqual({
      payId,
      transId,
      refNr: null,
      reqId: null,
      amount: { minor: 400, currency: "EUR" },
      finishAuth: false,
    });
  });

  it("official SDK: its inquiry is signed with an amount of 0 and no currency", () => {
    const mac = hmac(`${payId}*${transId}*${merchantId}*0*`);
    const text = `MerchantId=${merchantId}&MAC=${mac}&TransID=${transId}&PayID=${payId}&Response=encrypt`;
    const body = `MerchantID=${merchantId}&Len=${bytesOf(text).toString()}&Data=${encrypted(nulPadded(text))}`;
    expect(received(body, decodeInquiryByPayId)).toEqual({ payId });
  });

  it("ctPaygate: POST by HTTP/1.0, leading and doubled `&`, an empty XID, FinishAuth", () => {
    const mac = hmac(`${payId}*${transId}*${merchantId}*500*EUR`);
    const text = `&MerchantID=${merchantId}&&PayID=${payId}&&TransID=${transId}&&Amount=500&&Currency=EUR&&RefNr=R-1&MAC=${mac}&XID=&FinishAuth=Y`;
    const body = `MerchantID=${merchantId}&Len=${bytesOf(text).toString()}&Data=${encrypted(nulPadded(text))}`;
    expect(received(body, decodeCapture)).toEqual({
      payId,
      transId,
      refNr: "R-1",
      reqId: null,
      amount: { minor: 500, currency: "EUR" },
      finishAuth: true,
    });
  });

  it("FATCHIP: GET, lower-case names, empty values, raw UTF-8, Len in characters", () => {
    const mac = hmac(`${payId}*${transId}*${merchantId}*1000*EUR`);
    const text = `payID=${payId}&amount=1000&currency=EUR&Date=2026-11-22&transID=${transId}&xID=&orderDesc=Bücher für Łódź 📚&schemeReferenceID=&MAC=${mac}`;
    expect(charactersOf(text)).toBeLessThan(bytesOf(text));
    const query = `?MerchantID=${merchantId}&Len=${charactersOf(text).toString()}&Data=${encrypted(nulPadded(text))}`;
    expect(received(query, decodeCredit)).toEqual({
      payId,
      transId,
      refNr: null,
      reqId: null,
      amount: { minor: 1000, currency: "EUR" },
    });
  });

  it("FATCHIP's library with OpenSSL: filled with NULs before OpenSSL adds a block of PKCS#7", () => {
    const mac = hmac(`${payId}*${transId}*${merchantId}*1000*EUR`);
    const text = `payID=${payId}&amount=1000&currency=EUR&transID=${transId}&orderDesc=Bücher&MAC=${mac}`;
    const padded = Buffer.concat([nulPadded(text), Buffer.alloc(8, 8)]);
    const query = `?MerchantID=${merchantId}&Len=${charactersOf(text).toString()}&Data=${encrypted(padded)}`;
    expect(received(query, decodeReversal).amount).toEqual({ minor: 1000, currency: "EUR" });
  });

  it("FATCHIP's library with AES: a vector before the data, PKCS#7 after NULs", () => {
    const text = `payID=${payId}&transID=${transId}&MAC=${hmac(`${payId}*${transId}*${merchantId}**`)}`;
    const iv = Buffer.from("000102030405060708090a0b0c0d0e0f", "hex");
    const filled = Buffer.concat([Buffer.from(text), Buffer.alloc((16 - (bytesOf(text) % 16)) % 16)]);
    const cipher = createCipheriv("aes-128-cbc", cipherPassword, iv);
    const data = `${iv.toString("hex")}-${cipher.update(filled, undefined, "hex")}${cipher.final("hex")}`;
    const query = `?MerchantID=${merchantId}&Len=${charactersOf(text).toString()}&Data=${data}`;
    expect(received(query, decodeInquiryByPayId)).toEqual({ payId });
  });

  it("pretix: POST, percent-encoded values, PKCS#7, upper case, a TransID of the refund's own", () => {
    const own = "CONF-ABC12-R-1";
    const mac = hmac(`${payId}*${own}*${merchantId}*250*EUR`).toUpperCase();
    const fields = {
      MerchantID: merchantId,
      Amount: "250",
      Currency: "EUR",
      MAC: mac,
      PayID: payId,
      TransID: own,
    };
    const text = new URLSearchParams({ ...fields, RefNr: own, OrderDesc: "Order CONF-Ä&1" }).toString();
    const data = encrypted(pkcs7Padded(text)).toUpperCase();
    const body = new URLSearchParams({ MerchantID: merchantId, Len: text.length.toString(), Data: data });
    expect(received(body.toString(), decodeCredit)).toEqual({
      payId,
      transId: own,
      refNr: own,
      reqId: null,
      amount: { minor: 250, currency: "EUR" },
    });
  });

  it("pretix: a whole block of PKCS#7 where nothing is left over", () => {
    const base = `PayID=${payId}&Amount=250&Currency=EUR&RefNr=`;
    const mac = `&MAC=${hmac(`${payId}**${merchantId}*250*EUR`)}`;
    const text = base + "7".repeat(8 - ((base.length + mac.length) % 8)) + mac;
    expect(text.length % 8).toBe(0);
    const body = `MerchantID=${merchantId}&Len=${text.length.toString()}&Data=${encrypted(pkcs7Padded(text))}`;
    expect(received(body, decodeCredit).payId).toBe(payId);
  });

  it("computop-node-client: POST, NUL, upper case", () => {
    const mac = hmac(`${payId}*${transId}*${merchantId}*1500*EUR`);
    const text = `PayID=${payId}&TransID=${transId}&Amount=1500&Currency=EUR&ReqId=a1b2&MAC=${mac.toUpperCase()}`;
    const data = encrypted(nulPadded(text)).toUpperCase();
    const body = `MerchantID=${merchantId}&Len=${bytesOf(text).toString()}&Data=${data}`;
    expect(received(body, decodeCapture).reqId).toBe("a1b2");
  });

  it("computop-tester: GET without MAC, Len in characters", () => {
    const text = `MerchantID=${merchantId}&PayID=${payId}&TransID=${transId}`;
    const query = `?MerchantID=${merchantId}&Len=${text.length.toString()}&Data=${encrypted(nulPadded(text))}`;
    expect(received(query, decodeInquiryByPayId)).toEqual({ payId });
  });
});
