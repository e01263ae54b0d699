import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { bounceClasses, type BounceClass } from "@/lib/kernel/bounces";
import type { ListingQuery } from "@/lib/listing/spec";
import type { emailBounceListing, EmailBounceRow } from "@/lib/features/email-bounces/listing";
import { bounceConditions, bouncesOf, tellBounce, type RawBounce } from "@/lib/platform/listing-bounces";
import { readsOf } from "@/lib/platform/listing-reads";
import type { ListingSource } from "@/lib/platform/listing-source";
import { countEach } from "@/lib/platform/listing-summary";

type EmailBounceFilters = (typeof emailBounceListing)["filters"];
type EmailBounceQuery = ListingQuery<EmailBounceFilters>;

const { reasonLike, ...emailBounces } = bouncesOf("email_bounce");
const { method: _, ...conditions } = bounceConditions;

const emailBounceSource: ListingSource<EmailBounceRow, EmailBounceFilters, RawBounce> = {
  ...emailBounces,
  conditions: { ...conditions, reason: reasonLike },
  row: (raw) => ({ ...tellBounce(raw), website: raw.website, email: raw.addressee, name: raw.name }),
};

export const {
  find: findEmailBounces,
  summarise: summariseEmailBounces,
  walk: walkEmailBounces,
  changed: findChangedEmailBounces,
} = readsOf(emailBounceSource);

/** How many bounces each list would show. */
export const countEmailBounces = (
  scope: MerchantScope,
  queries: readonly Pick<EmailBounceQuery, "filters" | "search">[],
) => countEach(scope, emailBounceSource, queries);

export type ClassCount = { readonly class: BounceClass; readonly count: number; readonly more: boolean };

/** The head line: what is listed, by class, whatever class is chosen. */
export async function countEmailBouncesByClass(
  scope: MerchantScope,
  { filters, search }: EmailBounceQuery,
): Promise<readonly ClassCount[]> {
  const counts = await countEmailBounces(
    scope,
    bounceClasses.map((name) => ({ search, filters: { ...filters, class: [name] } })),
  );
  return counts.flatMap((counted, place) => {
    const name = bounceClasses[place];
    return name === undefined || counted.count === 0 ? [] : [{ class: name, ...counted }];
  });
}
