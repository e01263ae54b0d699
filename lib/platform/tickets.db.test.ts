import { describe, expect, it } from "vitest";
import { readTicket, signTicket } from "@/lib/platform/tickets";

const ticket = {
  merchantId: "0b0f4f0a-1111-4222-8333-444455556666",
  id: "9b0f4f0a-aaaa-4bbb-8ccc-ddddeeeeffff",
  until: new Date("2026-12-02T10:00:00Z"),
};
const before = new Date("2026-12-02T09:59:59Z");

describe("the token of a link", () => {
  it("carries merchant, id and end, and fits into an address", () => {
    const token = signTicket("retry", ticket);
    expect(token).toMatch(/^[\w.-]{90,110}$/);
    expect(readTicket("retry", token, before)).toEqual({ ok: true, value: ticket });
  });

  it("is good for its own purpose only", () => {
    expect(readTicket("pay", signTicket("retry", ticket), before)).toEqual({ ok: false, error: "forged" });
  });

  it("is over at its end", () => {
    expect(readTicket("retry", signTicket("retry", ticket), ticket.until)).toEqual({
      ok: false,
      error: "expired",
    });
  });

  it("is refused when any letter of it differs, before anything in it is believed", () => {
    const token = signTicket("retry", ticket);
    for (let place = 0; place < token.length; place += 1) {
      const other = token[place] === "A" ? "B" : "A";
      const forged = token.slice(0, place) + other + token.slice(place + 1);
      expect(readTicket("retry", forged, before), forged).toEqual({ ok: false, error: "forged" });
    }
  });

  it.each(["", ".", "..", "a.b", "nonsense", "%00", `${"A".repeat(200)}.${"A".repeat(43)}`])(
    "is refused when it is %j",
    (text) => {
      expect(readTicket("retry", text, before)).toEqual({ ok: false, error: "forged" });
    },
  );
});
