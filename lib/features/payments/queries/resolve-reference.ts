import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { askOnce } from "@/lib/platform/conversation";

export type ResolvedReference = {
  readonly type: "AUTH" | "REFUND" | "SUBSCRIPTION";
  readonly id: string;
  readonly siteReference: string;
  readonly createdAt: Date;
};

/** What a transaction reference names within the merchant (TP-1, TP-3); null for absent and for another merchant's. */
export async function resolveReference(
  scope: MerchantScope,
  reference: string,
): Promise<ResolvedReference | null> {
  const [found] = await askOnce<ResolvedReference>(
    scope,
    sql`
      select found.type, found.id, w.site_reference as "siteReference", found.created_at as "createdAt"
      from (
        select 'AUTH' as type, id, website_id, created_at from payment
          where merchant_id = ${scope}::uuid and transaction_reference = ${reference}
        union all
        select 'REFUND', r.id, p.website_id, r.created_at from refund r
          join payment p on p.merchant_id = r.merchant_id and p.id = r.payment_id
          where r.merchant_id = ${scope}::uuid and r.transaction_reference = ${reference}
        union all
        select 'SUBSCRIPTION', id, website_id, created_at from subscription
          where merchant_id = ${scope}::uuid and transaction_reference = ${reference}
      ) found join website w on w.merchant_id = ${scope}::uuid and w.id = found.website_id`,
    { planOnce: true },
  );
  return found ?? null;
}
