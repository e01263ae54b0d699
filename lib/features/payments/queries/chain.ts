import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import type { PaymentMethod, PaymentStatus } from "@/lib/features/payments/model";
import type { Db } from "@/lib/platform/tx";

export type ChainLink = {
  readonly id: string;
  readonly predecessorId: string | null;
  readonly status: PaymentStatus;
  readonly method: PaymentMethod;
  readonly createdAt: Date;
};

/** All attempts at one order, the first one first: a payment, what it took over from, and what took over from it (PN-10). */
export const readChain = (db: Db, scope: MerchantScope, id: string): Promise<ChainLink[]> =>
  db.$queryRaw<ChainLink[]>`
    with recursive up as (
      select id, predecessor_id from payment where merchant_id = ${scope}::uuid and id = ${id}::uuid
      union select p.id, p.predecessor_id from up join payment p on p.merchant_id = ${scope}::uuid and p.id = up.predecessor_id
    ), down as (
      select id from up where predecessor_id is null
      union select p.id from down join payment p on p.merchant_id = ${scope}::uuid and p.predecessor_id = down.id
    )
    select p.id, p.predecessor_id as "predecessorId", p.status, p.method, p.created_at as "createdAt"
    from down join payment p on p.merchant_id = ${scope}::uuid and p.id = down.id
    order by p.created_at, p.id`;
