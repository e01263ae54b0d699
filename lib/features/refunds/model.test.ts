import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advance } from "@/lib/kernel/transitions";
import {
  decideRefund,
  leftToRefund,
  refundEvents,
  refundFlow,
  refundStatuses,
  type Refundable,
  type RefundStatus,
} from "@/lib/features/refunds/model";

const table: Record<RefundStatus, Partial<Record<string, RefundStatus>>> = {
  requested: { send: "sent" },
  sent: { succeed: "done", fail: "failed", lose_answer: "unknown" },
  unknown: { succeed: "done", fail: "failed", not_booked: "requested" },
  done: {},
  failed: {},
};

describe("the flow of a refund", () => {
  const pairs = refundStatuses.flatMap((status) => refundEvents.map((event) => [status, event] as const));

  it.each(pairs)("%s, %s: allowed or refused as the table says", (status, event) => {
    const to = table[status][event];
    expect(advance(refundFlow, status, event)).toEqual(
      to === undefined ? { ok: false, error: "not_allowed_now" } : { ok: true, value: to },
    );
  });

  it("reaches every status from requested", () => {
    const reached = new Set<RefundStatus>(["requested"]);
    for (const status of reached) for (const to of Object.values(refundFlow[status])) reached.add(to);
    expect([...reached].sort()).toEqual([...refundStatuses].sort());
  });

  it("ends only where the money's place is known: done or failed", () => {
    const final = refundStatuses.filter((status) => Object.keys(refundFlow[status]).length === 0);
    expect(final).toEqual(["done", "failed"]);
  });

  it("U6 is never sent again from unknown before the gateway surely has no such refund", () => {
    expect(advance(refundFlow, "unknown", "send").ok).toBe(false);
    expect(advance(refundFlow, "sent", "send").ok).toBe(false);
  });
});

const euros = (minor: number) => ({ minor, currency: "EUR" });
const payment: Refundable = {
  status: "completed",
  currency: "EUR",
  capturedMinor: 100_00,
  refundedMinor: 30_00,
  reservedMinor: 20_00,
};

describe("whether a refund is allowed", () => {
  it("counts wished-for and unknown refunds as already spent", () => {
    expect(leftToRefund(payment)).toBe(50_00);
    expect(decideRefund(payment, euros(50_00), 50_00).ok).toBe(true);
    expect(decideRefund(payment, euros(50_01), 50_00)).toEqual({ ok: false, error: "more_than_left" });
  });

  it.each([
    ["a page that shows an old balance", payment, euros(1_00), 70_00, "balance_changed"],
    ["another currency", payment, { minor: 1_00, currency: "USD" }, 50_00, "wrong_currency"],
    [
      "a payment that is not completed",
      { ...payment, status: "authorised" },
      euros(1_00),
      null,
      "not_completed",
    ],
    ["a payment with nothing left", { ...payment, reservedMinor: 70_00 }, euros(1_00), null, "nothing_left"],
  ] as const)("refuses %s", (_what, record, wanted, seenLeft, error) => {
    expect(decideRefund(record, wanted, seenLeft)).toEqual({ ok: false, error });
  });

  it("PN-12 never allows more than was captured, in any order of refunds", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60_00 })), (wishes) => {
        const record = { ...payment, refundedMinor: 0, reservedMinor: 0 };
        for (const minor of wishes) {
          if (decideRefund(record, euros(minor), null).ok) record.reservedMinor += minor;
        }
        expect(record.reservedMinor).toBeLessThanOrEqual(record.capturedMinor);
      }),
    );
  });
});
