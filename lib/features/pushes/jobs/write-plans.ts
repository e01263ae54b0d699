import sql, { raw } from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { listingOf, subjectOf, type PushFormat } from "@/lib/features/pushes/model";
import { inQuickTransaction, type Writing } from "@/lib/platform/tx";

export type NewPush = {
  /** The id of the history row: one push per status change, however often the job runs. */
  readonly id: string;
  readonly websiteId: string;
  readonly paymentId: string | null;
  readonly refundId: string | null;
  readonly dataRequestId: string | null;
  readonly invoiceId: string | null;
  readonly format: PushFormat;
  readonly eventType: string;
  readonly toldStatus: string;
  readonly isFailure: boolean;
  readonly ownUrl: string | null;
  readonly host: string;
  readonly state: "pending" | "no_address";
  readonly body: string;
};

const rowOf = (push: NewPush) => ({
  ...{ id: push.id, website_id: push.websiteId, payment_id: push.paymentId, refund_id: push.refundId },
  ...{ data_request_id: push.dataRequestId, invoice_id: push.invoiceId, event_type: push.eventType },
  ...{
    told_status: push.toldStatus,
    is_failure: push.isFailure,
    own_url: push.ownUrl,
    host: push.host,
    format: push.format,
  },
  ...{ body: push.body, state: push.state },
});

/** Those that were planned before are left as they are. */
async function insertNew(tx: Writing, pushes: readonly NewPush[]): Promise<NewPush[]> {
  const made = await tx.ask<{ id: string }>(sql`
    insert into push (merchant_id, id, website_id, payment_id, refund_id, data_request_id, invoice_id, event_type,
      told_status, is_failure, own_url, host, format, body, state, first_planned_at, next_attempt_at, created_at)
    select ${tx.scope}::uuid, n.*, ${tx.now}::timestamptz,
      case n.state when 'pending' then ${tx.now}::timestamptz end, ${tx.now}::timestamptz
    from json_to_recordset(${JSON.stringify(pushes.map(rowOf))}::json) as n (id uuid, website_id uuid, payment_id uuid,
      refund_id uuid, data_request_id uuid, invoice_id uuid, event_type text, told_status text, is_failure boolean,
      own_url text, host text, format text, body text, state text)
    order by n.id
    on conflict (merchant_id, id) do nothing returning id`);
  const ids = new Set(made.map(({ id }) => id));
  return pushes.filter(({ id }) => ids.has(id));
}

const subjects = [
  { table: raw("payment"), key: "paymentId" },
  { table: raw("data_request"), key: "dataRequestId" },
  { table: raw("invoice"), key: "invoiceId" },
] as const;

/** U1: what there is to be told. A refund's pushes tell nothing of the payment's status. */
async function writeNewest(tx: Writing, pushes: readonly NewPush[]): Promise<void> {
  for (const { table, key } of subjects) {
    const rows = pushes
      .filter((push) => push[key] !== null && push.refundId === null)
      .map((push) => ({ subject: push[key], push: push.id }));
    if (rows.length === 0) continue;
    await tx.tell(sql`
      update ${table} s set newest_push_id = a.push
      from (select distinct on (subject) subject, push from json_to_recordset(${JSON.stringify(rows)}::json)
        as r (subject uuid, push uuid) order by subject, push desc) a
      where s.merchant_id = ${tx.scope}::uuid and s.id = a.subject
        and (s.newest_push_id is null or s.newest_push_id < a.push)`);
  }
}

/** Writes down what will be sent, with statements over all of it. */
export const writePlans = (actor: Actor, pushes: readonly NewPush[]) =>
  inQuickTransaction(actor, async (tx) => {
    const made = await insertNew(tx, pushes);
    if (made.length === 0) return ok(undefined);
    await writeNewest(tx, made);
    await tx.auditAll(
      "push.planned",
      made.map((push) => {
        const { id: pushId, eventType } = push;
        return { subject: subjectOf(push), detail: { pushId, eventType } };
      }),
    );
    await tx.announceAll(
      made.flatMap((push) => {
        const [subject, id] = subjectOf(push);
        return [[listingOf[subject], id] as const, ["pushes", push.id] as const];
      }),
    );
    return ok(undefined);
  });
