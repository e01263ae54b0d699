import sql, { empty, raw, type Sql } from "sql-template-tag";
import { actorLabel } from "@/lib/kernel/access";
import type {
  Chain,
  ChainEvent,
  ChainPhase,
  ChainState,
  RenewalKind,
  RenewalSetting,
} from "@/lib/features/authorisations/model";
import { unset } from "@/lib/features/renewals/model";
import { newId } from "@/lib/platform/ids";
import { rowSet } from "@/lib/platform/row-sets";
import type { Writing } from "@/lib/platform/tx";

/** A chain with everything that the gateway is told about it. */
export type ChainRow = Chain & {
  readonly paymentId: string;
  readonly websiteId: string;
  readonly siteReference: string;
  readonly transId: string;
  readonly refNr: string | null;
  readonly currency: string;
  readonly firstReference: string;
  readonly liveOperationId: string | null;
  readonly liveReference: string | null;
  readonly lastReference: string | null;
  readonly phase: ChainPhase | null;
  readonly phaseKind: RenewalKind | null;
  readonly phaseOperationId: string | null;
  readonly phaseFinish: boolean;
  readonly phaseFinal: boolean;
  readonly phaseAt: Date | null;
  /** Minor units of the open call. */
  readonly phaseMinor: number;
  readonly inquiries: number;
  readonly heldUntil: Date | null;
  readonly lastCode: string | null;
  readonly lastText: string | null;
  readonly lastAnswerAt: Date | null;
};

const amount = (name: string) => `c.${name}_minor::float8`;
const read = raw(
  Object.entries({
    paymentId: "c.payment_id",
    websiteId: "c.website_id",
    siteReference: "w.site_reference",
    transId: "c.trans_id",
    refNr: "c.ref_nr",
    currency: "c.currency",
    state: "c.state",
    stopReason: "c.stop_reason",
    originalMinor: amount("original"),
    capturedMinor: amount("captured"),
    lapsedMinor: amount("lapsed"),
    reservedMinor: amount("reserved"),
    reservedUntil: "c.reserved_until",
    firstAuthorisedAt: "c.first_authorised_at",
    lastAuthorisedAt: "c.last_authorised_at",
    renewals: "c.renewals",
    hopeUsed: "c.hope_used",
    isSimulated: "c.is_simulated",
    lastCaptureAt: "c.last_capture_at",
    lastAction: "c.last_action",
    lastActionMinor: amount("last_action"),
    lastActionAt: "c.last_action_at",
    nextRenewalAt: "c.next_renewal_at",
    splitAt: "c.split_at",
    hopeRunAt: "c.hope_run_at",
    stopAt: "c.stop_at",
    lapsesAt: "c.lapses_at",
    firstReference: "c.first_reference",
    liveOperationId: "c.live_operation_id",
    liveReference: "c.live_reference",
    lastReference: "c.last_reference",
    phase: "c.phase",
    phaseKind: "c.phase_kind",
    phaseOperationId: "c.phase_operation_id",
    phaseFinish: "c.phase_finish",
    phaseFinal: "c.phase_final",
    phaseAt: "c.phase_at",
    phaseMinor: `(case c.phase when 'releasing' then c.reserved_minor when 'reversing' then c.reserved_minor
      when 'unreserved' then c.remaining_minor when 'uncapturing' then c.last_action_minor
      when 'capturing' then (select o.amount_minor from operation o
        where o.merchant_id = c.merchant_id and o.id = c.phase_operation_id)
      else 0 end)::float8`,
    inquiries: "c.inquiries",
    heldUntil: "c.held_until",
    lastCode: "c.last_code",
    lastText: "c.last_text",
    lastAnswerAt: "c.last_answer_at",
  } satisfies Record<keyof ChainRow, string>)
    .map(([name, expression]) => `${expression} as "${name}"`)
    .join(", "),
);

/** Locks chains until the transaction ends; what another one holds is waited for, or left to it. */
export const lockChains = (
  tx: Writing,
  which: Sql,
  others: "wait" | "skip locked" = "wait",
): Promise<ChainRow[]> =>
  tx.ask<ChainRow>(sql`
    select ${read} from authorisation_chain c
    join website w on w.merchant_id = c.merchant_id and w.id = c.website_id
    where c.merchant_id = ${tx.scope}::uuid and ${which}
    for no key update of c ${raw(others === "wait" ? "" : others)}`);

export async function lockChain(tx: Writing, paymentId: string): Promise<ChainRow | null> {
  const [row] = await lockChains(tx, sql`c.payment_id = ${paymentId}::uuid`);
  return row ?? null;
}

export const settingOf = (settings: ReadonlyMap<string, RenewalSetting>, row: ChainRow): RenewalSetting =>
  settings.get(row.websiteId) ?? unset;

const written = {
  state: "text",
  stopReason: "text",
  capturedMinor: "bigint",
  lapsedMinor: "bigint",
  reservedMinor: "bigint",
  reservedUntil: "timestamptz",
  liveOperationId: "uuid",
  liveReference: "text",
  lastAuthorisedAt: "timestamptz",
  renewals: "int",
  hopeUsed: "boolean",
  lastCaptureAt: "timestamptz",
  lastAction: "text",
  lastActionMinor: "bigint",
  lastActionAt: "timestamptz",
  lastReference: "text",
  nextRenewalAt: "timestamptz",
  splitAt: "timestamptz",
  hopeRunAt: "timestamptz",
  stopAt: "timestamptz",
  lapsesAt: "timestamptz",
  phase: "text",
  phaseKind: "text",
  phaseOperationId: "uuid",
  phaseFinish: "boolean",
  phaseFinal: "boolean",
  phaseAt: "timestamptz",
  inquiries: "int",
  heldUntil: "timestamptz",
  lastCode: "text",
  lastText: "text",
  lastAnswerAt: "timestamptz",
} as const satisfies Partial<Record<keyof ChainRow, string>>;

type Written = keyof typeof written;
const call = [
  ...(["phase", "phaseKind", "phaseOperationId", "phaseFinish", "phaseFinal", "phaseAt"] as const),
  ...(["inquiries", "heldUntil"] as const),
] as const;

const columnOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const partOf = (names: readonly Written[]) => ({
  columns: Object.fromEntries([
    ["paymentId", "uuid"],
    ...names.map((name) => [name, written[name]]),
  ]) as Record<string, string>,
  assignments: names.map((name) => `${columnOf(name)} = a."${name}"`).join(", "),
});

/** What a write may change: a call that begins, with what was released before it, or anything. */
const parts = {
  call: partOf(call),
  release: partOf(["reservedMinor", "reservedUntil", "liveReference", ...call]),
  all: partOf(Object.keys(written) as Written[]),
} as const;
const stateAt = (now: Date) =>
  sql`, state_at = case when c.state = a.state then c.state_at else ${now}::timestamptz end`;

/** Writes locked chains as they are now. */
export async function writeChains(
  tx: Writing,
  rows: readonly ChainRow[],
  part: keyof typeof parts = "all",
): Promise<void> {
  if (rows.length === 0) return;
  const { columns, assignments } = parts[part];
  await tx.tell(sql`
    update authorisation_chain c set ${raw(assignments)}${part === "all" ? stateAt(tx.now) : empty}
    from ${rowSet("a", columns, rows)}
    where c.merchant_id = ${tx.scope}::uuid and c.payment_id = a."paymentId"`);
  await tx.announceAll(
    rows.flatMap(({ paymentId }) => [
      ["authorisations", paymentId] as const,
      ["payments", paymentId] as const,
    ]),
  );
}

export type Step = {
  readonly event: ChainEvent | "authorise" | "capture" | "credit" | "release" | "refuse" | "adopt";
  readonly paymentId: string;
  readonly fromState: ChainState | null;
  readonly toState: ChainState;
  readonly reason?: string | null;
  readonly amountMinor?: number;
  readonly payOperationId?: string | null;
  readonly operationId?: string | null;
  readonly code?: string | null;
  readonly text?: string | null;
  /** Local day in Berlin. */
  readonly night?: string;
};

/** A PayID or XID: 32 signs of hex (domain.md 3.1). */
const hexOf = (id: string | null | undefined): string | null => id?.replaceAll("-", "") ?? null;

const stepColumns = {
  ...{ id: "uuid", paymentId: "uuid", event: "text", fromState: "text", toState: "text", reason: "text" },
  ...{ amountMinor: "bigint", payId: "text", xId: "text", operationId: "uuid", code: "text", text: "text" },
  night: "date",
} as const;

/** Append only: one row for each thing that happened. */
export async function writeSteps(tx: Writing, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map(({ payOperationId, ...step }) => ({
    ...step,
    id: newId(),
    payId: hexOf(payOperationId),
    xId: hexOf(step.operationId),
  }));
  await tx.tell(sql`
    insert into chain_step (merchant_id, id, payment_id, event, from_state, to_state, reason, amount_minor, pay_id, x_id,
      operation_id, code, text, night, actor, at)
    select ${tx.scope}::uuid, s.id, s."paymentId", s.event, s."fromState", s."toState", s.reason, s."amountMinor", s."payId",
      s."xId", s."operationId", s.code, s.text, s.night, ${actorLabel(tx.actor)}, ${tx.now}::timestamptz
    from ${rowSet("s", stepColumns, rows)}`);
}
