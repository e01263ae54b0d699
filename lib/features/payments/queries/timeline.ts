import type { Money } from "@/lib/kernel/money";
import { bounceEntries, messageEntries, type MessageParts } from "@/lib/features/communications/model";

export const timelineKinds = [
  "status",
  "settlement",
  "refund",
  "shipment",
  "operation",
  "push",
  "exchange",
  "message",
  "bounce",
  "person",
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

const changedFields = ["settleMinor", "capturedMinor", "settleDueDate", "orderReference"] as const;
export type ChangedField = (typeof changedFields)[number];
type FieldChange = {
  readonly field: ChangedField;
  readonly before: string | number | null;
  readonly after: string | number;
};

/** One line of the timeline. `words` fill the catalogue text of `kind` and `what`. */
export type TimelineEntry = {
  readonly id: string;
  readonly kind: TimelineKind;
  /** A code with a catalogue text: a status, a settle event, an operation kind, an outcome, an exchange's leg, an audit action. */
  readonly what: string;
  readonly at: Date;
  readonly actor: string | null;
  readonly reason: string | null;
  readonly amount: Money | null;
  /** Of the payment, for changed amounts. */
  readonly currency: string;
  /** Second code beside the first: the status before, the outcome, the HTTP status. */
  readonly detail: string | null;
  readonly tookMs: number | null;
  /** Only the settle status or single fields changed, not the status. */
  readonly settleEvent: string | null;
  readonly changes: readonly FieldChange[];
  /** Where the whole of it is shown. */
  readonly link: string | null;
};

type Parts = MessageParts & {
  readonly currency: string;
  readonly history: readonly {
    id: string;
    refundId: string | null;
    event: string;
    fromStatus: string | null;
    toStatus: string;
    /** As `FieldChanges` wrote them. */
    changes: unknown;
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
  readonly shipments: readonly {
    id: string;
    outcome: string;
    carrier: string | null;
    trackingCode: string | null;
    actor: string;
    createdAt: Date;
  }[];
  readonly audit: readonly { id: string; at: Date; actor: string; action: string }[];
};

const none = {
  currency: "",
  actor: null,
  reason: null,
  amount: null,
  detail: null,
  tookMs: null,
  settleEvent: null,
  changes: [],
  link: null,
};

function changesIn(changes: unknown): FieldChange[] {
  if (typeof changes !== "object" || changes === null) return [];
  const pairs = changes as Partial<Record<ChangedField, readonly [string | number | null, string | number]>>;
  return changedFields.flatMap((field) => {
    const pair = pairs[field];
    return pair === undefined ? [] : [{ field, before: pair[0], after: pair[1] }];
  });
}

function historyEntry(row: Parts["history"][number], { refunds, currency }: Parts): TimelineEntry {
  const isSameStatus = row.fromStatus === row.toStatus;
  const own = isSameStatus ? "settlement" : "status";
  return {
    ...none,
    currency,
    id: row.id,
    kind: row.refundId === null ? own : "refund",
    what: row.toStatus,
    at: row.at,
    actor: row.actor,
    reason: row.reason,
    amount: refunds.find(({ id }) => id === row.refundId)?.amount ?? null,
    detail: row.fromStatus,
    settleEvent: isSameStatus ? row.event : null,
    changes: changesIn(row.changes),
  };
}

const historyEntries = (parts: Parts): TimelineEntry[] =>
  parts.history.map((row) => historyEntry(row, parts));

const shipmentEntries = ({ shipments }: Parts): TimelineEntry[] =>
  shipments.map((row) => ({
    ...none,
    id: row.id,
    kind: "shipment",
    what: row.outcome,
    at: row.createdAt,
    actor: row.actor,
    detail: [row.carrier, row.trackingCode].filter((part) => part !== null).join(" ") || null,
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

const toldEntries = (parts: Parts): TimelineEntry[] =>
  [...messageEntries(parts), ...bounceEntries(parts)].map((entry) => ({ ...none, ...entry }));

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
  [
    historyEntries,
    shipmentEntries,
    operationEntries,
    pushEntries,
    exchangeEntries,
    toldEntries,
    personEntries,
  ]
    .flatMap((entriesOf) => entriesOf(parts))
    .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
