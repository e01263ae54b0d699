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
export const messageEntries = ({ messages }: MessageParts) =>
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

export const bounceEntries = ({ bounces }: MessageParts) =>
  bounces.map((row) => ({
    id: row.id,
    kind: "bounce" as const,
    what: row.class,
    at: row.bouncedAt,
    reason: `${row.addressee} · ${row.reason}`,
    link: `/bounces/${row.id}`,
  }));
