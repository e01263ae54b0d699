import { describe, expect, it } from "vitest";
import { advance } from "@/lib/kernel/transitions";
import { paymentFlow, paymentStatuses, type PaymentStatus } from "@/lib/features/payments/model";
import {
  paynowNews,
  pushEvents,
  pushFlow,
  pushFormatOf,
  pushStates,
  trustOutcome,
  type PushState,
} from "@/lib/features/pushes/model";

const table: Record<PushState, Partial<Record<string, PushState>>> = {
  pending: {
    accept: "delivered",
    refuse: "retrying",
    exhaust: "exhausted",
    block: "will_not_send",
    lack_address: "no_address",
  },
  retrying: {
    accept: "delivered",
    refuse: "retrying",
    exhaust: "exhausted",
    block: "will_not_send",
    lack_address: "no_address",
  },
  no_address: { find_address: "pending", accept: "delivered" },
  exhausted: { accept: "delivered", refuse: "exhausted", block: "exhausted" },
  will_not_send: { accept: "delivered", refuse: "will_not_send", block: "will_not_send" },
  delivered: { accept: "delivered", refuse: "delivered", block: "delivered" },
};

describe("the flow of a push", () => {
  const pairs = pushStates.flatMap((state) => pushEvents.map((event) => [state, event] as const));

  it.each(pairs)("%s, %s: allowed or refused as the table says", (state, event) => {
    const to = table[state][event];
    expect(advance(pushFlow, state, event)).toEqual(
      to === undefined ? { ok: false, error: "not_allowed_now" } : { ok: true, value: to },
    );
  });

  it("reaches every state from pending", () => {
    const reached = new Set<PushState>(["pending"]);
    for (const state of reached) for (const to of Object.values(pushFlow[state])) reached.add(to);
    expect([...reached].sort()).toEqual([...pushStates].sort());
  });

  it("PN-6 stays delivered, whatever a later resend meets", () => {
    expect([...new Set(Object.values(pushFlow.delivered))]).toEqual(["delivered"]);
  });

  it("PN-5 an exhausted push can still be delivered by hand, and never retries by itself again", () => {
    expect(advance(pushFlow, "exhausted", "accept")).toEqual({ ok: true, value: "delivered" });
    expect(Object.values(pushFlow.exhausted)).not.toContain("retrying");
  });
});

describe("Paynow's words", () => {
  /** The table of the vendor's own WooCommerce handler (wire.md 2, domain.md 5.3). */
  const taken: Readonly<Record<string, readonly string[]>> = {
    NEW: ["PENDING", "ERROR", "EXPIRED", "CONFIRMED", "REJECTED"],
    PENDING: ["CONFIRMED", "REJECTED", "EXPIRED", "ABANDONED"],
    REJECTED: ["ABANDONED", "CONFIRMED"],
    ERROR: ["CONFIRMED", "REJECTED", "ABANDONED", "NEW"],
    CONFIRMED: [],
    EXPIRED: [],
    ABANDONED: [],
  };
  const changes = paymentStatuses.flatMap((from) =>
    Object.values(paymentFlow[from]).map((to) => [from, to] as const),
  );

  it.each(changes)("%s, %s: news that a receiver takes, or none", (from, to) => {
    const word = paynowNews(from, to);
    const before = paynowNews(null, from) ?? "";
    if (word !== null) expect(taken[before]).toContain(word);
  });

  it("has a word for every status and says nothing twice", () => {
    const words = paymentStatuses.map((status) => paynowNews(null, status));
    expect(words).toEqual([
      "NEW",
      "PENDING",
      "PENDING",
      "CONFIRMED",
      "REJECTED",
      "ABANDONED",
      "EXPIRED",
      "ERROR",
      "EXPIRED",
    ]);
    expect(paynowNews("pending", "authorised")).toBeNull();
    expect(paynowNews("authorised", "failed")).toBe("REJECTED");
    expect(paynowNews("started", "failed")).toBe("ERROR");
  });
});

it("Trust hears of what was decided, not of what is open", () => {
  const outcomes = (wasAuthorised: boolean) =>
    Object.fromEntries(
      paymentStatuses.map((status: PaymentStatus) => [status, trustOutcome(status, wasAuthorised)]),
    );
  expect(outcomes(true)).toMatchObject({
    started: null,
    pending: null,
    cancelled: "approved",
    rejected: "declined",
  });
  expect(outcomes(false)).toMatchObject({ failed: "failed", expired: "failed", cancelled: "failed" });
});

it("a format that nobody speaks is the standard one", () => {
  expect(["trust", "paynow", "standard", "buckaroo-form"].map(pushFormatOf)).toEqual([
    "trust",
    "paynow",
    "standard",
    "standard",
  ]);
});
