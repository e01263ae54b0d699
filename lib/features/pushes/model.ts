import type { Flow } from "@/lib/kernel/transitions";

/** `exhausted`: the last retry of the schedule failed. `will_not_send`: no address, or one that may not be called. */
export const pushStates = ["pending", "retrying", "delivered", "exhausted", "will_not_send"] as const;
export type PushState = (typeof pushStates)[number];

export const pushEvents = ["accept", "refuse", "exhaust", "block"] as const;
export type PushEvent = (typeof pushEvents)[number];

/** domain.md 5.4: an exhausted push can still be delivered by hand; a delivered one stays delivered. */
export const pushFlow: Flow<PushState, PushEvent> = {
  pending: { accept: "delivered", refuse: "retrying", exhaust: "exhausted", block: "will_not_send" },
  retrying: { accept: "delivered", refuse: "retrying", exhaust: "exhausted", block: "will_not_send" },
  exhausted: { accept: "delivered", refuse: "exhausted", block: "exhausted" },
  will_not_send: { accept: "delivered", refuse: "will_not_send", block: "will_not_send" },
  delivered: { accept: "delivered", refuse: "delivered", block: "delivered" },
};

export type AttemptTrigger = "auto" | "manual" | "bulk";
