import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  hmacHeader,
  hmacSignature,
  isSignedBy,
  readHmac,
  signedContent,
  signedText,
  signedUri,
  type SignedCall,
} from "@/lib/wire/buckaroo/hmac";

/** Domain.md 2.6.2. */
const call: SignedCall = {
  websiteKey: "DemoSite01",
  method: "POST",
  url: "https://shop.example/push/json",
  body: '{"DataRequest":{"Key":"A1B2C3D4E5F60718293A4B5C6D7E8F90","Status":{"Code":{"Code":190,"Description":"Success"}}}}',
  nonce: "9f8e7d6c5b4a",
  seconds: 1736936430,
};
const signature = "fzmzuNEm1nk74Ri1VMrj8+clGl8dApiHuvsUwuzqzec=";

describe("the HMAC of Buckaroo's calls and JSON pushes", () => {
  it("is the one of domain.md 2.6.2, part by part", () => {
    expect(signedContent(call.body)).toBe("Wlw6nIbvN+YzCwWhhweSZQ==");
    expect(signedUri(call.url)).toBe("shop.example%2fpush%2fjson");
    expect(signedText(call)).toBe(
      "DemoSite01POSTshop.example%2fpush%2fjson17369364309f8e7d6c5b4aWlw6nIbvN+YzCwWhhweSZQ==",
    );
    expect(hmacSignature("DemoSecret", call)).toBe(signature);
    expect(hmacHeader("DemoSecret", call)).toBe(`hmac DemoSite01:${signature}:9f8e7d6c5b4a:1736936430`);
  });

  it("encodes the address as wire.md 3.2 says, and signs nothing for an empty body", () => {
    expect(signedUri("http://shop.example:8080/push?a=1&b=50%")).toBe(
      "shop.example%3a8080%2fpush%3fa%3d1%26b%3d50%25",
    );
    expect(signedContent("")).toBe("");
    expect(signedText({ ...call, method: "GET", body: "" })).toMatch(/^DemoSite01GETshop.*9f8e7d6c5b4a$/);
  });

  it("is read from the header that it writes", () => {
    expect(readHmac(hmacHeader("DemoSecret", call))).toEqual({
      websiteKey: "DemoSite01",
      signature,
      nonce: "9f8e7d6c5b4a",
      seconds: 1736936430,
    });
    expect(
      readHmac(
        "hmac W3bs1teKey:7jtz/3D7BeyXb4KLnSxMrUuWGnCS4gPdeXOEfTlnkW0=:c3c769e83eed478cb23417f7d58682b8:1795319021",
      ),
    ).toMatchObject({ websiteKey: "W3bs1teKey", seconds: 1795319021 });
  });

  it.each([
    ["nothing", null],
    ["another scheme", "Basic YTpi"],
    ["three parts", `hmac DemoSite01:${signature}:9f8e`],
    ["a time in words", `hmac DemoSite01:${signature}:9f8e:today`],
    ["a short signature", "hmac DemoSite01:abcd:9f8e:1736936430"],
    ["a long nonce", `hmac DemoSite01:${signature}:${"a".repeat(65)}:1736936430`],
    ["a line break", `hmac DemoSite01:${signature}:9f\n8e:1736936430`],
  ])("is not read from a header with %s", (_what, header) => {
    expect(readHmac(header)).toBeNull();
  });

  it("holds for each secret that counts, and for no other call", () => {
    expect(isSignedBy(["DemoSecret"], call, signature)).toBe(true);
    expect(isSignedBy(["NewSecret", "DemoSecret"], call, signature)).toBe(true);
    expect(isSignedBy(["NewSecret"], call, signature)).toBe(false);
    expect(isSignedBy([], call, signature)).toBe(false);
    const others: readonly Partial<SignedCall>[] = [
      { websiteKey: "DemoSite02" },
      { method: "GET" },
      { url: "https://shop.example/push/other" },
      { body: `${call.body} ` },
      { nonce: "9f8e7d6c5b4b" },
      { seconds: call.seconds + 1 },
    ];
    for (const change of others)
      expect(isSignedBy(["DemoSecret"], { ...call, ...change }, signature)).toBe(false);
  });

  it("reads any header without throwing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        readHmac(`hmac ${text}`);
      }),
    );
  });
});
