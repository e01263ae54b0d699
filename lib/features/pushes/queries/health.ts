import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { reading } from "@/lib/platform/tx";

export type WebsiteHealth = {
  readonly websiteId: string;
  readonly website: string;
  readonly hasAddress: boolean;
  readonly acceptedAt: Date | null;
  readonly failingSince: Date | null;
  /** Pushes that the schedule tries again, that ran out of retries, that lack an address, and whose address may not be called. */
  readonly waiting: number;
  readonly exhausted: number;
  readonly noAddress: number;
  readonly blocked: number;
};

/** How the receiver of each website does; whoever fails longest comes first. */
export const findHealth = (scope: MerchantScope): Promise<WebsiteHealth[]> =>
  reading(
    scope,
    (db) => db.$queryRaw<WebsiteHealth[]>`
      select w.id as "websiteId", w.name as website, w.push_url is not null as "hasAddress", h.accepted_at as "acceptedAt",
        h.failing_since as "failingSince", coalesce(n.waiting, 0) as waiting, coalesce(n.exhausted, 0) as exhausted,
        coalesce(n.no_address, 0) as "noAddress", coalesce(n.blocked, 0) as blocked
      from website w
      left join push_health h on h.merchant_id = w.merchant_id and h.website_id = w.id
      left join (
        select website_id, count(*) filter (where state in ('pending', 'retrying'))::int as waiting,
          count(*) filter (where state = 'exhausted')::int as exhausted,
          count(*) filter (where state = 'no_address')::int as no_address,
          count(*) filter (where state = 'will_not_send')::int as blocked
        from push where merchant_id = ${scope}::uuid and state in ('pending', 'retrying', 'exhausted', 'no_address', 'will_not_send')
        group by website_id) n on n.website_id = w.id
      where w.merchant_id = ${scope}::uuid
      order by h.failing_since nulls last, w.name, w.id`,
  );
