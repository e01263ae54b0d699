import type { CommunicationState } from "@/lib/kernel/communications";
import type { Flow } from "@/lib/kernel/transitions";

export type CommunicationEvent = "begin" | "accept" | "defer" | "lose" | "deliver" | "bounce" | "suppress";

/**
 * Domain.md 2.8. `sending` is stored before the server hears of the message: a worker that dies there leaves one of
 * which nobody knows whether it went out, and which nobody sends again but a person.
 */
export const communicationFlow: Flow<CommunicationState, CommunicationEvent> = {
  queued: { begin: "sending", deliver: "delivered", bounce: "bounced", suppress: "suppressed" },
  sending: { accept: "sent", defer: "queued", lose: "unknown", deliver: "delivered", bounce: "bounced" },
  sent: { deliver: "delivered", bounce: "bounced" },
  delivered: { bounce: "bounced" },
  unknown: { accept: "sent", deliver: "delivered", bounce: "bounced" },
  bounced: {},
  suppressed: {},
};

const minute = 60;
const hour = 60 * minute;

/** Waits in seconds after a failure that may pass; the last one is followed by a bounce. */
export const retryWaits: readonly number[] = [
  5 * minute,
  15 * minute,
  hour,
  4 * hour,
  12 * hour,
  24 * hour,
  48 * hour,
];

/** When a message is tried again after its `attempts`-th failure, or null at the end of the schedule. */
export function nextTryAt(now: Date, attempts: number): Date | null {
  const wait = retryWaits[attempts - 1];
  return wait === undefined ? null : new Date(now.getTime() + wait * 1000);
}

/** What the timeline of a payment or a data request tells of its messages. */
export type MessageParts = {
  readonly messages: readonly {
    id: string;
    kind: string;
    addressee: string;
    resendOfId: string | null;
    history: readonly { id: string; toState: string; reason: string | null; actor: string; at: Date }[];
  }[];
  readonly bounces: readonly {
    id: string;
    class: string;
    addressee: string;
    reason: string;
    bouncedAt: Date;
  }[];
};

/** On its way is no news: what was asked for and what became of it is. */
export const messageEntries = ({ messages }: Pick<MessageParts, "messages">) =>
  messages.flatMap((message) =>
    message.history
      .filter(({ toState }) => toState !== "sending")
      .map((row) => ({
        id: row.id,
        kind: "message" as const,
        what: row.toState === "queued" && message.resendOfId !== null ? "queued_again" : row.toState,
        at: row.at,
        actor: row.actor,
        reason: [message.addressee, row.reason].filter((part) => part !== null).join(" · "),
        detail: message.kind,
        link: `/emails/${message.id}`,
      })),
  );

export const bounceEntries = ({ bounces }: Pick<MessageParts, "bounces">) =>
  bounces.map((row) => ({
    id: row.id,
    kind: "bounce" as const,
    what: row.class,
    at: row.bouncedAt,
    reason: `${row.addressee} · ${row.reason}`,
    link: `/bounces/${row.id}`,
  }));
