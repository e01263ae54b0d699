import sql, { type Sql } from "sql-template-tag";
import type { Actor } from "@/lib/kernel/access";
import type { PushState } from "@/lib/features/pushes/model";
import type { PushHash } from "@/lib/wire/buckaroo/form-push";
import { now } from "@/lib/platform/clock";
import { converse } from "@/lib/platform/conversation";
import { env } from "@/lib/platform/env";

/** A push that this process may send until its lease is over, with the website as it is now. */
export type ClaimedPush = {
  readonly id: string;
  readonly websiteId: string;
  readonly paymentId: string | null;
  readonly refundId: string | null;
  readonly dataRequestId: string | null;
  readonly invoiceId: string | null;
  readonly state: PushState;
  readonly scheduledCount: number;
  readonly toldStatus: string;
  readonly isFailure: boolean;
  readonly ownUrl: string | null;
  readonly host: string;
  readonly format: string;
  readonly body: string;
  /** Of the change that it tells. */
  readonly correlationId: string;
  readonly pushUrl: string | null;
  readonly pushUrlFailure: string | null;
  readonly pushSecret: string;
  readonly pushSecretBefore: string | null;
  readonly pushSecretUntil: Date | null;
  readonly websiteKey: string;
  readonly pushHash: PushHash;
  readonly pushSchedule: string;
  readonly pushWaits: readonly number[];
};

/** Longer than any call may take: a worker that died is waited for as long. */
const leaseMs = 25_000;

const claimed = sql`p.id, p.website_id as "websiteId", p.payment_id as "paymentId", p.refund_id as "refundId",
  p.data_request_id as "dataRequestId", p.invoice_id as "invoiceId", p.state, p.scheduled_count as "scheduledCount", p.told_status as "toldStatus",
  p.is_failure as "isFailure", p.own_url as "ownUrl", p.host, p.format, p.body,
  coalesce((select correlation_id from payment_history h where h.merchant_id = p.merchant_id and h.id = p.id),
    (select correlation_id from data_request_history h where h.merchant_id = p.merchant_id and h.id = p.id),
    (select correlation_id from invoice_history h where h.merchant_id = p.merchant_id and h.id = p.id),
    p.id) as "correlationId",
  w.push_url as "pushUrl", w.push_url_failure as "pushUrlFailure", w.push_secret as "pushSecret",
  w.push_secret_before as "pushSecretBefore", w.push_secret_until as "pushSecretUntil", w.website_key as "websiteKey",
  w.push_hash as "pushHash", w.push_schedule as "pushSchedule", w.push_waits as "pushWaits"`;

function claim({ scope }: Actor, wanted: (now: Date) => Sql): Promise<ClaimedPush[]> {
  const at = now();
  const until = new Date(at.getTime() + leaseMs);
  const claiming = sql`
    with wanted as (select id, next_attempt_at as due from push where merchant_id = ${scope}::uuid
      and (held_until is null or held_until <= ${at}::timestamptz) and ${wanted(at)})
    update push p set held_until = ${until}::timestamptz
    from wanted, website w
    where p.merchant_id = ${scope}::uuid and p.id = wanted.id
      and w.merchant_id = p.merchant_id and w.id = p.website_id
    returning ${claimed}`;
  const options = { lockTimeoutMs: env().lockTimeoutMs, planOnce: true };
  return converse(scope, (conversation) => conversation.askLast<ClaimedPush>(claiming), options);
}

/**
 * That another push about the same object, due in the same lane, came before. A push that is not due does not count:
 * each keeps its own times (PN-7). One by one and by the index of its object: a join would read the whole lane.
 */
const earlier = (subject: Sql, now: Date) => sql`coalesce((
  select true from push e where e.merchant_id = push.merchant_id and e.${subject} = push.${subject} and e.id < push.id
    and e.host = push.host and e.next_attempt_at <= ${now}::timestamptz limit 1), false)`;

/** What is due in a lane, the oldest first, and of each object one at a time. What another worker holds is left to it. */
export const claimDue = (actor: Actor, host: string, most: number): Promise<ClaimedPush[]> =>
  claim(
    actor,
    (
      now,
    ) => sql`host = ${host} and state in ('pending', 'retrying') and next_attempt_at <= ${now}::timestamptz
      and not ${earlier(sql`payment_id`, now)} and not ${earlier(sql`data_request_id`, now)}
      and not ${earlier(sql`invoice_id`, now)}
      order by next_attempt_at, id limit ${most}::int for no key update skip locked`,
  );

/** These pushes, whatever their state. */
export const claimThese = (actor: Actor, ids: readonly string[]): Promise<ClaimedPush[]> =>
  claim(actor, () => sql`id = any(${[...ids]}::uuid[]) order by id for no key update skip locked`);
