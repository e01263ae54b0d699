import { describe, expect, it } from "vitest";
import { readRetryToken, retryToken } from "@/lib/web/retry-token";

const ticket = {
  merchantId: "0b0f4f0a-1111-4222-8333-444455556666",
  paymentId: "9b0f4f0a-aaaa-4bbb-8ccc-ddddeeeeffff",
  until: new Date("2026-12-02T10:00:00Z"),
};
const before = new Date("2026-12-02T09:59:59Z");

describe("the token of a retry link", () => {
  it("carries merchant, payment and end, and fits into an address", () => {
    const token = retryToken(ticket);
    expect(token).toMatch(/^[\w.-]{90,110}$/);
    expect(readRetryToken(token, before)).toEqual({ ok: true, value: ticket });
  });

  it("is over at its end", () => {
    expect(readRetryToken(retryToken(ticket), ticket.until)).toEqual({ ok: false, error: "expired" });
  });

  it("is refused when any letter of it differs, before anything in it is believed", () => {
    const token = retryToken(ticket);
    for (let place = 0; place < token.length; place += 1) {
      const other = token[place] === "A" ? "B" : "A";
      const forged = token.slice(0, place) + other + token.slice(place + 1);
      expect(readRetryToken(forged, before), forged).toEqual({ ok: false, error: "forged" });
    }
  });

  it.each(["", ".", "..", "a.b", "nonsense", "%00", `${"A".repeat(200)}.${"A".repeat(43)}`])(
    "is refused when it is %j",
    (text) => {
      expect(readRetryToken(text, before)).toEqual({ ok: false, error: "forged" });
    },
  );
});
