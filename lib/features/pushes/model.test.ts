import { describe, expect, it } from "vitest";
import { advance } from "@/lib/kernel/transitions";
import { paymentFlow, paymentStatuses, type PaymentStatus } from "@/lib/features/payments/model";
import {
  acceptsIn,
  addressFor,
  buckarooNews,
  isFailedStatus,
  paynowNews,
  progressOf,
  pushEvents,
  pushFlow,
  pushFormatOf,
  pushStates,
  trustOutcome,
  waitsOf,
  type PushFacts,
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
  no_address: { find_address: "pending", accept: "delivered", refuse: "no_address", block: "no_address" },
  exhausted: { accept: "delivered", refuse: "exhausted", block: "exhausted" },
  will_not_send: {
    find_address: "pending",
    accept: "delivered",
    refuse: "will_not_send",
    block: "will_not_send",
  },
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

it.each([
  ["standard", [200, 202, 204]],
  ["paynow", [200, 202, 204]],
  ["buckaroo-form", [200]],
  ["buckaroo-json", [200]],
  ["trust", [200]],
] as const)("%s counts %j as received and nothing else (BK-13, BK-E2, PN-6)", (format, taken) => {
  expect([199, 200, 202, 204, 300, 301, 400, 500].filter(acceptsIn(format))).toEqual(taken);
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
  expect(["trust", "buckaroo-form", "carrier pigeon"].map(pushFormatOf)).toEqual([
    "trust",
    "buckaroo-form",
    "standard",
  ]);
});

describe("the schedule of a website", () => {
  const first = new Date("2026-03-29T00:30:00Z");
  const planned = { pushSchedule: "format", pushWaits: [] };
  const eleven = [60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 259_200];
  const fourteen = [
    60, 120, 180, 300, 600, 1500, 3300, 6900, 14_100, 28_500, 57_300, 114_900, 201_300, 374_100,
  ];

  /** Seconds after the first attempt at which a shop that takes nothing hears of a push. */
  function attemptsOf(waits: readonly number[], lateMs = 0): number[] {
    const heard: number[] = [];
    let push: PushFacts = {
      state: "pending",
      firstPlannedAt: first,
      scheduledCount: 0,
      nextAttemptAt: first,
    };
    while (push.nextAttemptAt !== null) {
      heard.push((push.nextAttemptAt.getTime() - first.getTime()) / 1000);
      const at = new Date(push.nextAttemptAt.getTime() + lateMs);
      const progress = progressOf(push, { trigger: "auto", outcome: "refused", waits, at });
      if (!progress.ok) throw new Error(progress.error);
      push = { ...push, ...progress.value };
    }
    expect(push.state).toBe("exhausted");
    return heard;
  }

  it.each([
    ["buckaroo-form", "format", [], eleven],
    ["buckaroo-json", "format", [], eleven],
    ["paynow", "format", [], fourteen],
    ["standard", "format", [], fourteen],
    ["paynow", "buckaroo", [], eleven],
    ["buckaroo-form", "paynow", [], fourteen],
    ["trust", "own", [30, 90], [30, 120]],
  ] as const)(
    "of %s with %s %j has these attempts and not one more",
    (format, pushSchedule, pushWaits, due) => {
      const waits = waitsOf({ pushSchedule, pushWaits }, format);
      expect(attemptsOf(waits)).toEqual([0, ...due]);
      expect(attemptsOf(waits, 20_000)).toEqual([0, ...due]);
    },
  );

  it("gives a host that comes back late a minute between attempts that are all past", () => {
    const late = new Date(first.getTime() + 3_600_000);
    const push = {
      state: "pending",
      firstPlannedAt: first,
      scheduledCount: 0,
      nextAttemptAt: first,
    } as const;
    const waits = waitsOf(planned, "paynow");
    const after = progressOf(push, { trigger: "auto", outcome: "timeout", waits, at: late });
    expect(after).toMatchObject({ value: { nextAttemptAt: new Date(late.getTime() + 60_000) } });
  });

  it("is not moved by a hand, nor begun anew", () => {
    const next = new Date(first.getTime() + 60_000);
    const push = {
      state: "retrying",
      firstPlannedAt: first,
      scheduledCount: 1,
      nextAttemptAt: next,
    } as const;
    const attempt = { trigger: "bulk", waits: waitsOf(planned, "paynow"), at: first } as const;
    expect(progressOf(push, { ...attempt, outcome: "refused" })).toEqual({
      ok: true,
      value: { state: "retrying", scheduledCount: 1, nextAttemptAt: next },
    });
    expect(
      progressOf({ ...push, state: "exhausted", nextAttemptAt: null }, { ...attempt, outcome: "timeout" }),
    ).toEqual({
      ok: true,
      value: { state: "exhausted", scheduledCount: 1, nextAttemptAt: null },
    });
    expect(progressOf(push, { ...attempt, outcome: "accepted" })).toEqual({
      ok: true,
      value: { state: "delivered", scheduledCount: 1, nextAttemptAt: null },
    });
  });
});

describe("Buckaroo's codes", () => {
  it.each([
    [null, "started", 790],
    ["started", "pending", 791],
    ["pending", "authorised", null],
    ["authorised", "completed", 190],
    ["authorised", "cancelled", 891],
    ["pending", "expired", 490],
    ["pending", "rejected", 690],
    ["rejected", "retried", null],
    ["pending", "retried", 890],
    ["rejected", "completed", 190],
  ] as const)("%s, %s is told as %s", (from, to, code) => {
    expect(buckarooNews(from, to)).toBe(code);
  });

  it("name the failures that have an address of their own", () => {
    const failed = paymentStatuses.filter(isFailedStatus);
    expect(failed).toEqual(
      ["rejected", "failed", "cancelled", "expired", "retried"].toSorted(
        (a, b) => paymentStatuses.indexOf(a as PaymentStatus) - paymentStatuses.indexOf(b as PaymentStatus),
      ),
    );
    const both = { pushUrl: "https://a.example/", pushUrlFailure: "https://b.example/" };
    expect([addressFor(both, true), addressFor(both, false)]).toEqual([both.pushUrlFailure, both.pushUrl]);
    expect(addressFor({ ...both, pushUrlFailure: null }, true)).toBe(both.pushUrl);
    expect(addressFor({ ...both, pushUrl: null }, true)).toBe(both.pushUrlFailure);
    expect(addressFor({ ...both, pushUrl: null }, false)).toBeNull();
  });
});
