import type pg from "pg";
import type { MerchantScope } from "@/lib/kernel/access";

type Holder = { readonly owner: pg.Pool; readonly scope: MerchantScope; readonly websiteId: string };

/** Nobody was told anything. */
async function forget({ owner, scope, websiteId }: Holder): Promise<void> {
  await owner.query("truncate push cascade");
  await owner.query(
    `update payment set newest_push_id = null, told_push_id = null, told_status = null
     where merchant_id = $1 and website_id = $2 and coalesce(newest_push_id, told_push_id) is not null`,
    [scope, websiteId],
  );
}

/** A push about each of the due payments, waiting for a host. */
export async function makePushes(holder: Holder, host: string): Promise<void> {
  const { owner, scope, websiteId } = holder;
  await forget(holder);
  await owner.query(
    `insert into push (merchant_id, id, website_id, payment_id, event_type, told_status, host, body, state,
       first_planned_at, next_attempt_at, created_at)
     select merchant_id, gen_random_uuid(), website_id, id, 'payment.authorised', 'authorised', $3,
       json_build_object('type', 'payment.authorised', 'timestamp', now(), 'data', json_build_object('paymentId', id,
         'transactionReference', transaction_reference, 'orderReference', order_reference, 'status', 'authorised',
         'amount', json_build_object('minor', amount_minor, 'currency', currency), 'capturedMinor', 0, 'refundedMinor', 0))::text,
       'pending', now(), now(), now()
     from payment where merchant_id = $1 and website_id = $2`,
    [scope, websiteId, host],
  );
  await owner.query(
    `update payment p set newest_push_id = u.id from push u
     where u.merchant_id = $1 and p.merchant_id = u.merchant_id and p.id = u.payment_id`,
    [scope],
  );
  await owner.query("vacuum analyze push, payment");
}

/** A change of each of the due payments that the shop is to hear of. */
export async function makeChanges(holder: Holder): Promise<void> {
  const { owner, scope, websiteId } = holder;
  await forget(holder);
  await owner.query("truncate payment_history");
  await owner.query(
    `insert into payment_history (merchant_id, id, payment_id, event, from_status, to_status, actor, correlation_id, at)
     select merchant_id, gen_random_uuid(), id, 'authorise', 'pending', 'authorised', 'system:bench', id, now()
     from payment where merchant_id = $1 and website_id = $2`,
    [scope, websiteId],
  );
  await owner.query("vacuum analyze payment_history, payment");
}
