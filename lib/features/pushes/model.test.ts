import { describe, expect, it } from "vitest";
import { advance } from "@/lib/kernel/transitions";
import { pushEvents, pushFlow, pushStates, type PushState } from "@/lib/features/pushes/model";

const table: Record<PushState, Partial<Record<string, PushState>>> = {
  pending: { accept: "delivered", refuse: "retrying", exhaust: "exhausted", block: "will_not_send" },
  retrying: { accept: "delivered", refuse: "retrying", exhaust: "exhausted", block: "will_not_send" },
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
