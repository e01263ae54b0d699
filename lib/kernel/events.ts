import { z } from "zod";

const base = z.object({ version: z.literal(1), merchantId: z.uuid() });

/** What the outbox carries: ids only. An event without a handler in the worker does not compile. */
export const events = {
  /** Asks the gateway about an authorisation whose outcome is open. */
  "payment.inquire": base.extend({ paymentId: z.uuid() }),
  "payment.capture": base.extend({ paymentId: z.uuid() }),
  "payment.status_changed": base.extend({ paymentId: z.uuid(), historyId: z.uuid() }),
  "refund.requested": base.extend({ refundId: z.uuid() }),
  "refund.inquire": base.extend({ refundId: z.uuid() }),
  "refund.status_changed": base.extend({ refundId: z.uuid(), historyId: z.uuid() }),
  /** `attempt` is the number of scheduled attempts before this one: a repeated job finds it spent. */
  "push.deliver": base.extend({ pushId: z.uuid(), attempt: z.int().nonnegative() }),
  "push.resend": base.extend({ pushId: z.uuid(), attemptId: z.uuid(), actor: z.string() }),
} as const;
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;
/** What a command hands to `emit`: the scope adds merchant and version. */
export type EventIds<N extends EventName> = Omit<EventPayload<N>, "version" | "merchantId">;
