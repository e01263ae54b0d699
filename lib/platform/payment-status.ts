import sql, { type Sql } from "sql-template-tag";
import { actorLabel } from "@/lib/kernel/access";
import { assignmentsOf, type Columned } from "@/lib/platform/assignments";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/ids";
import type { Writing } from "@/lib/platform/tx";

export type PaymentColumns = Columned<
  Omit<Prisma.PaymentUncheckedUpdateManyInput, "status" | "settleStatus" | "merchantId" | "id">
>;

export type PaymentStep = {
  readonly event: string;
  readonly from: string | null;
  readonly to: string;
  readonly settle: readonly [before: number | null, after: number | null];
  readonly changes?: Readonly<
    Record<string, readonly [before: string | number | null, after: string | number]>
  >;
  readonly reason?: string;
};

/** One append-only row. */
export async function writePaymentHistory(
  tx: Writing,
  paymentId: string,
  step: PaymentStep,
): Promise<string> {
  const id = newId();
  const changed = Object.keys(step.changes ?? {}).length > 0;
  await tx.tell(sql`
    insert into payment_history (merchant_id, id, payment_id, event, from_status, to_status, from_settle, to_settle,
      changes, actor, reason, correlation_id, at)
    values (${tx.scope}::uuid, ${id}::uuid, ${paymentId}::uuid, ${step.event}, ${step.from}, ${step.to},
      ${step.settle[0]}::smallint, ${step.settle[1]}::smallint,
      ${changed ? JSON.stringify(step.changes) : null}::jsonb, ${actorLabel(tx.actor)}, ${step.reason ?? null},
      ${tx.correlationId}::uuid, ${tx.now}::timestamptz)`);
  await tx.announce("payments", paymentId);
  return id;
}

/** Of a payment that the caller has locked: another status than the one it read is a bug, and the division says so. */
const changeLocked = (tx: Writing, update: Sql) =>
  tx.tell(sql`with changed as (${update} returning 1) select 1 / count(*) from changed`);

type Step = PaymentStep & { readonly from: string };

/**
 * The only place where a payment's status is written, for the features that have asked its flow: compares and sets,
 * writes history and gives its id.
 */
export async function writePaymentStep(
  tx: Writing,
  paymentId: string,
  step: Step,
  columns: PaymentColumns = {},
): Promise<string> {
  const { from, to, settle } = step;
  const values = { ...columns, status: to, settleStatus: settle[1] };
  const all = from === to ? values : { ...values, statusAt: tx.now };
  await changeLocked(
    tx,
    sql`update payment set ${assignmentsOf(all)}
      where merchant_id = ${tx.scope}::uuid and id = ${paymentId}::uuid and status = ${from}
        and settle_status is not distinct from ${settle[0]}::smallint`,
  );
  return writePaymentHistory(tx, paymentId, step);
}
