import type { Money } from "@/lib/kernel/money";

export const timelineKinds = ["status", "refund", "operation", "push", "exchange", "person"] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** One line of the timeline. `words` fill the catalogue text of `kind` and `what`. */
export type TimelineEntry = {
  readonly id: string;
  readonly kind: TimelineKind;
  /** A code with a catalogue text: a status, an operation kind, an attempt's outcome, an exchange's leg, an audit action. */
  readonly what: string;
  readonly at: Date;
  readonly actor: string | null;
  readonly reason: string | null;
  readonly amount: Money | null;
  /** Second code beside the first: the status before, the outcome, the HTTP status. */
  readonly detail: string | null;
  readonly tookMs: number | null;
};

type Parts = {
  readonly history: readonly {
    id: string;
    refundId: string | null;
    fromStatus: string | null;
    toStatus: string;
    actor: string;
    reason: string | null;
    at: Date;
  }[];
  readonly operations: readonly {
    id: string;
    kind: string;
    outcome: string;
    code: string | null;
    actor: string;
    startedAt: Date;
    finishedAt: Date | null;
    amount: Money;
  }[];
  readonly refunds: readonly { id: string; amount: Money }[];
  readonly pushes: readonly {
    eventType: string;
    attempts: readonly {
      id: string;
      outcome: string;
      status: number | null;
      error: string | null;
      actor: string;
      startedAt: Date;
      tookMs: number;
    }[];
  }[];
  readonly exchanges: readonly {
    id: string;
    leg: string;
    status: number | null;
    error: string | null;
    startedAt: Date;
    tookMs: number;
  }[];
  readonly audit: readonly { id: string; at: Date; actor: string; action: string }[];
};

const none = { actor: null, reason: null, amount: null, detail: null, tookMs: null };

const statusEntries = ({ history, refunds }: Parts): TimelineEntry[] =>
  history.map((row) => ({
    ...none,
    id: row.id,
    kind: row.refundId === null ? "status" : "refund",
    what: row.toStatus,
    at: row.at,
    actor: row.actor,
    reason: row.reason,
    amount: refunds.find(({ id }) => id === row.refundId)?.amount ?? null,
    detail: row.fromStatus,
  }));

const operationEntries = ({ operations }: Parts): TimelineEntry[] =>
  operations.map((row) => ({
    ...none,
    id: row.id,
    kind: "operation",
    what: row.kind,
    at: row.finishedAt ?? row.startedAt,
    actor: row.actor,
    reason: row.code,
    amount: row.amount,
    detail: row.outcome,
  }));

const pushEntries = ({ pushes }: Parts): TimelineEntry[] =>
  pushes.flatMap((push) =>
    push.attempts.map((row) => ({
      ...none,
      id: row.id,
      kind: "push" as const,
      what: row.outcome,
      at: row.startedAt,
      actor: row.actor,
      reason: push.eventType,
      detail: row.status === null ? row.error : row.status.toString(),
      tookMs: row.tookMs,
    })),
  );

const exchangeEntries = ({ exchanges }: Parts): TimelineEntry[] =>
  exchanges.map((row) => ({
    ...none,
    id: row.id,
    kind: "exchange",
    what: row.leg,
    at: row.startedAt,
    detail: row.status === null ? row.error : row.status.toString(),
    tookMs: row.tookMs,
  }));

const personEntries = ({ audit }: Parts): TimelineEntry[] =>
  audit.map((row) => ({
    ...none,
    id: row.id,
    kind: "person",
    what: row.action,
    at: row.at,
    actor: row.actor,
  }));

/** All of it in one list, newest first; equal instants keep a stable order by id. */
export const timelineOf = (parts: Parts): TimelineEntry[] =>
  [statusEntries, operationEntries, pushEntries, exchangeEntries, personEntries]
    .flatMap((entriesOf) => entriesOf(parts))
    .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
