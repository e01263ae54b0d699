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
