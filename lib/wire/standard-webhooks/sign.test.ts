import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { standardBody } from "@/lib/wire/standard-webhooks/body";
import { standardHeaders } from "@/lib/wire/standard-webhooks/sign";

const secret = `whsec_${btoa("a key of thirty-two bytes, or so!")}`;
const body = standardBody("payment.completed", new Date("2026-03-01T12:00:00.500Z"), {
  paymentId: "019c8a3e-7a10-7bde-8f4e-0d9c1a2b3c4d",
  transactionReference: "12-9-1000001",
  orderReference: "Ö-1 „quoted“",
  status: "completed",
  amount: { minor: 10_00, currency: "EUR" },
  capturedMinor: 10_00,
  refundedMinor: 0,
});
const now = new Date("2026-03-01T12:00:03Z");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a push as the Standard Webhooks specification has it", () => {
  it("is verified by the specification's own library", () => {
    const headers = standardHeaders([secret], "msg_1", now, body);
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it.each([
    ["a changed body", { body: body.replace("1000", "9000") }, {}],
    ["another message id", {}, { "webhook-id": "msg_2" }],
    ["another time", {}, { "webhook-timestamp": String(Math.floor(now.getTime() / 1000) + 1) }],
  ])("is refused with %s", (_what, { body: sent = body }: { body?: string }, change) => {
    const headers = { ...standardHeaders([secret], "msg_1", now, body), ...change };
    expect(() => new Webhook(secret).verify(sent, headers)).toThrow("signature");
  });

  it("is refused with another key", () => {
    const headers = standardHeaders([secret], "msg_1", now, body);
    const other = new Webhook(`whsec_${btoa("another key of thirty-two bytes.")}`);
    expect(() => other.verify(body, headers)).toThrow("signature");
  });

  it("is refused when it is old, so that a recording cannot be played again", () => {
    const hourAgo = new Date(now.getTime() - 3_600_000);
    expect(() => new Webhook(secret).verify(body, standardHeaders([secret], "msg_1", hourAgo, body))).toThrow(
      "old",
    );
  });

  it("is verified with either secret while one is replaced", () => {
    const next = `whsec_${btoa("another key of thirty-two bytes.")}`;
    const headers = standardHeaders([next, secret], "msg_1", now, body);
    for (const known of [secret, next])
      expect(new Webhook(known).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it("carries type, time of the event and data, and whole seconds in the header", () => {
    expect(JSON.parse(body)).toMatchObject({
      type: "payment.completed",
      timestamp: "2026-03-01T12:00:00.500Z",
      data: { status: "completed", amount: { minor: 1000, currency: "EUR" } },
    });
    const headers = standardHeaders([secret], "msg_1", new Date("2026-03-01T12:00:00.900Z"), body);
    expect(headers["webhook-timestamp"]).toBe("1772366400");
    expect(headers["webhook-signature"]).toMatch(/^v1,/);
  });
});
