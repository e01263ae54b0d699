import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { bounceClasses, type BounceClass } from "@/lib/kernel/bounces";
import { likelyDomain } from "@/lib/kernel/mail-domains";
import { mostResends } from "@/lib/features/bounces/model";
import { findBounceFacts } from "@/lib/features/bounces/queries/facts";
import { withinScope } from "@/lib/platform/scoped";
import { prepared } from "@/lib/platform/statements";

const mostDomains = 500;
const shownDomains = 25;
const timeoutMs = 10_000;

type Group = { readonly count: number; readonly steps: number; readonly fallbacks: number };
type ClassGroup = Group & { readonly class: BounceClass };
type DomainGroup = Group & { readonly domain: string; readonly meant: string | null };

/** What was not sent again since a moment (U8). */
const open = (scope: MerchantScope, since: Date) => sql`
  b.merchant_id = ${scope} and b.resent_at is null and b.bounced_at >= ${since}::timestamptz`;

const counted = sql`count(*)::int as count, count(b.invoice_step_id)::int as steps, count(b.fallback_id)::int as fallbacks`;

/** What waits for somebody, by cause and by domain; misspelled domains first. */
export const findBounceGroups = (scope: MerchantScope, since: Date) =>
  withinScope(
    scope,
    async (client) => {
      const classes = await client.query<ClassGroup>(
        prepared(sql`select b.class, ${counted} from bounce b where ${open(scope, since)} group by b.class`),
      );
      const domains = await client.query<Omit<DomainGroup, "meant">>(
        prepared(sql`
          select b.domain, ${counted} from bounce b
          where ${open(scope, since)} and b.domain is not null and b.class <> 'complaint'
          group by b.domain order by count(*) desc, b.domain limit ${mostDomains}`),
      );
      const told = domains.rows.map((group) => ({ ...group, meant: likelyDomain(group.domain) }));
      const misspelled = told.filter(({ meant }) => meant !== null);
      const others = told.filter(({ meant }) => meant === null).slice(0, shownDomains);
      const place = (group: ClassGroup) => bounceClasses.indexOf(group.class);
      return { classes: classes.rows.sort((a, b) => place(a) - place(b)), misspelled, others };
    },
    { timeoutMs },
  );

export type BounceGroups = Awaited<ReturnType<typeof findBounceGroups>>;
export type BounceChoice = { readonly class: BounceClass | null; readonly domain: string | null };

/** The bounces of a group, the newest first: as many as one click sends again, each with what it blocked. */
export async function findOpenBounces(scope: MerchantScope, since: Date, choice: BounceChoice) {
  const ofClass = choice.class === null ? sql`` : sql` and b.class = ${choice.class}`;
  const ofDomain = choice.domain === null ? sql`` : sql` and b.domain = ${choice.domain}`;
  const found = await withinScope(
    scope,
    (client) =>
      client.query<{ id: string }>(
        prepared(sql`
          select b.id from bounce b where ${open(scope, since)}${ofClass}${ofDomain}
          order by b.bounced_at desc, b.id desc limit ${mostResends}`),
      ),
    { timeoutMs },
  );
  const ids = found.rows.map(({ id }) => id);
  const facts = await findBounceFacts(scope, ids);
  return facts.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}
