import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { withinScope } from "@/lib/platform/scoped";

/** The site references of all websites of the merchant. */
export async function findSiteReferences(scope: MerchantScope): Promise<string[]> {
  const { rows } = await withinScope(scope, (client) =>
    client.query<{ site: string }>(
      sql`select site_reference as site from website where merchant_id = ${scope}::uuid order by site_reference`,
    ),
  );
  return rows.map(({ site }) => site);
}
