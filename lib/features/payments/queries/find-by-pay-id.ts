import "server-only";
import sql, { type Sql } from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { uuidOf } from "@/lib/kernel/uuid";
import { askOnce } from "@/lib/platform/conversation";

/** A payment as Computop's clients know it: by the reservation that lives and by the order it is for (CT-11). */
export type NamedPayment = {
  readonly id: string;
  readonly status: string;
  readonly currency: string;
  /** Minor units; 0: nothing was ever authorised. */
  readonly authorisedMinor: number;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly transId: string;
  /** Id of the operation behind the PayID. */
  readonly reservationId: string;
  readonly hasChain: boolean;
  /** The newest operation; null: none was ever begun. */
  readonly lastId: string | null;
  readonly lastOutcome: string | null;
};

const read = async (scope: MerchantScope, websiteId: string, which: Sql): Promise<NamedPayment | null> => {
  const [found] = await askOnce<NamedPayment>(
    scope,
    sql`
      select p.id, p.status, p.currency, p.captured_minor::float8 as "capturedMinor",
        p.refunded_minor::float8 as "refundedMinor",
        (case when p.authorised_at is null then 0 else p.amount_minor end)::float8 as "authorisedMinor",
        coalesce(c.trans_id, p.order_reference, p.transaction_reference) as "transId",
        coalesce(c.live_operation_id, (select o.id from operation o where o.merchant_id = p.merchant_id
          and o.payment_id = p.id and o.kind = 'authorise' order by o.started_at desc, o.id desc limit 1), p.id)
          as "reservationId",
        c.payment_id is not null as "hasChain", l.id as "lastId", l.outcome as "lastOutcome"
      from payment p
      left join authorisation_chain c on c.merchant_id = p.merchant_id and c.payment_id = p.id
      left join lateral (select o.id, o.outcome from operation o
        where o.merchant_id = p.merchant_id and o.payment_id = p.id
        order by o.started_at desc, o.id desc limit 1) l on true
      where p.merchant_id = ${scope}::uuid and p.website_id = ${websiteId}::uuid and p.id = (${which})`,
    { planOnce: true },
  );
  return found ?? null;
};

/** Any PayID of the chain, or the payment's own id in hex (CT-11). */
export function findByPayId(scope: MerchantScope, websiteId: string, payId: string) {
  const id = uuidOf(payId);
  return read(
    scope,
    websiteId,
    sql`select coalesce((select o.payment_id from operation o where o.merchant_id = ${scope}::uuid
      and o.id = ${id}::uuid and o.kind in ('authorise', 'renew', 'split')), ${id}::uuid)`,
  );
}

/** The newest payment of an order. */
export const findByTransId = (scope: MerchantScope, websiteId: string, transId: string) =>
  read(
    scope,
    websiteId,
    sql`select id from (
        select id, created_at from payment where merchant_id = ${scope}::uuid and website_id = ${websiteId}::uuid
          and order_reference = ${transId}
        union all
        select id, created_at from payment where merchant_id = ${scope}::uuid and website_id = ${websiteId}::uuid
          and transaction_reference = ${transId}
      ) found order by created_at desc, id desc limit 1`,
  );

type Wish = {
  readonly paymentId: string;
  readonly correlationId: string;
  readonly kind: "capture" | "reverse";
};
export type NamedOperation = { readonly id: string; readonly outcome: string };

/** What a request has begun at the gateway. */
export async function getOperationOf(
  scope: MerchantScope,
  { paymentId, correlationId, kind }: Wish,
): Promise<NamedOperation | null> {
  const [found] = await askOnce<NamedOperation>(
    scope,
    sql`
      select id, outcome from operation where merchant_id = ${scope}::uuid and payment_id = ${paymentId}::uuid
        and correlation_id = ${correlationId}::uuid and kind = ${kind}
      order by started_at desc, id desc limit 1`,
    { planOnce: true },
  );
  return found ?? null;
}
