import { describe, expect, it } from "vitest";
import { paynowBody, paynowSignature } from "@/lib/wire/paynow/notification";

describe("paynowSignature", () => {
  it.each([
    [
      "wire.md 2",
      "s3ecret-k3y",
      '{"paymentId": "NOLV-8F9-08K-WGD", "externalId": "order-1 ąż/é", "status": "CONFIRMED", "modifiedAt": "2026-11-22T03:43:41"}',
      "mly7VrD1Gq0qS34s7dzD+E7GutBt2cmD9GpYlhUPd/8=",
    ],
    [
      "domain.md 5.5",
      "demo-signature-key-0001",
      '{"paymentId":"DEMO-1AB-2CD-3EF","externalId":"order-1001","status":"CONFIRMED","modifiedAt":"2025-01-15T10:20:30"}',
      "w2rNxYfld0I+CfADSSJFGMo+Pfr+7+jida/EFvG3QzY=",
    ],
    [
      "the public SDK",
      "a621a1fb-b4d8-48ba-a6a3-2a28ed61f605",
      '{"key1":"value1","key2":"value2"}',
      "rFAkhfbUFRn4bTR82qb742Mwy34g/CSi8frEHciZhCU=",
    ],
  ])("agrees with the vector of %s", (_source, key, body, signature) => {
    expect(paynowSignature(key, body)).toBe(signature);
  });
});

/** What Paynow's version 3 signs of a call: headers, parameters and body in one JSON text (wire.md 2, domain.md 5.5). */
const signedCall = (apiKey: string, idempotencyKey: string, body: string) =>
  JSON.stringify({ headers: { "Api-Key": apiKey, "Idempotency-Key": idempotencyKey }, parameters: {}, body });

const newPayment =
  '{"amount":4599,"currency":"PLN","externalId":"order-1001","description":"Order 1001","continueUrl":"https://shop.example/return","validityTime":864000,"buyer":{"email":"anna@example.com"}}';
const demoKey = "11111111-2222-3333-4444-555555555555";

describe("the signature of a call of version 3", () => {
  it.each([
    [
      "wire.md 2, captured",
      "s3ecret-k3y",
      signedCall("97a55694-api-key", "idem-2", ""),
      "af7n0uRwyaI41azryYuYtWEfC8jhJRhStKFrWqnHV3E=",
    ],
    [
      "domain.md 5.5, with a body",
      "demo-signature-key-0001",
      signedCall(demoKey, "order-1001-1", newPayment),
      "Z7j5nk/htTvhW+LHyW00iqe96YW0DOVXCXwqBne8Kgw=",
    ],
    [
      "domain.md 5.5, without a body",
      "demo-signature-key-0001",
      signedCall(demoKey, "q-1", ""),
      "BtGheUG3TH+PyBdAT/upKM5Z8h+9dXwqYLxPjWI06IY=",
    ],
  ])("agrees with the vector of %s", (_source, key, text, signature) => {
    expect(paynowSignature(key, text)).toBe(signature);
  });
});

describe("paynowBody", () => {
  const notice = { paymentId: "p-1", externalId: "order-1 ąż/é", status: "CONFIRMED" } as const;
  const body = (at: string) => paynowBody({ ...notice, modifiedAt: new Date(at) });

  it("has neither blanks nor line breaks at its ends, and Warsaw's time without zone and fractions", () => {
    expect(body("2026-11-22T02:43:41.987Z")).toBe(
      '{"paymentId":"p-1","externalId":"order-1 ąż/é","status":"CONFIRMED","modifiedAt":"2026-11-22T03:43:41"}',
    );
    expect(body("2026-07-01T22:00:00Z")).toContain('"modifiedAt":"2026-07-02T00:00:00"');
  });

  it("orders as text what is ordered in time", () => {
    const texts = ["2026-11-22T09:59:59Z", "2026-11-22T10:00:00Z", "2026-12-01T00:00:00Z"].map(body);
    expect([...texts].sort()).toEqual(texts);
  });
});
