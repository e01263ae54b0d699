import "server-only";
import sql, { join, type Sql } from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { currencies, decimalsOf, thousandthsOf } from "@/lib/kernel/money";
import { isUuid, uuidOf } from "@/lib/kernel/uuid";
import type { FilterValue, ListingQuery } from "@/lib/listing/spec";
import type { authorisationListing, AuthorisationRow } from "@/lib/features/authorisations/listing";
import { readsOf } from "@/lib/platform/listing-reads";
import type { Ask, Condition, ListingSource } from "@/lib/platform/listing-source";
import { countEach } from "@/lib/platform/listing-summary";

type AuthorisationFilters = (typeof authorisationListing)["filters"];
type AuthorisationQuery = ListingQuery<AuthorisationFilters>;

type RawAuthorisation = Pick<
  AuthorisationRow,
  "id" | "transId" | "refNr" | "website" | "state" | "stopReason" | "renewals" | "stopsAt" | "lastAnswer"
> & {
  readonly createdMs: number;
  readonly currency: string;
  readonly originalMinor: number;
  readonly capturedMinor: number;
  readonly remainingMinor: number;
  readonly nextMs: number | null;
  readonly endsMs: number | null;
};

const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms));

const toRow = ({ currency, ...raw }: RawAuthorisation): AuthorisationRow => ({
  id: raw.id,
  createdAt: new Date(raw.createdMs),
  transId: raw.transId,
  refNr: raw.refNr,
  website: raw.website,
  state: raw.state,
  stopReason: raw.stopReason,
  original: { minor: raw.originalMinor, currency },
  captured: { minor: raw.capturedMinor, currency },
  remaining: { minor: raw.remainingMinor, currency },
  nextRenewal: dateOf(raw.nextMs),
  renewals: raw.renewals,
  stopsAt: raw.stopsAt,
  ends: dateOf(raw.endsMs),
  lastAnswer: raw.lastAnswer,
});

/** Something is reserved and nothing renews it before it runs out. */
const runsOut = sql`(r.reserved_minor > 0 and r.lapses_at is not null and r.split_at is null
  and (r.next_renewal_at is null or r.next_renewal_at >= r.lapses_at))`;

/** What can still be captured; a reversed authorisation has nothing left. */
const remaining = sql`(case when r.state = 'reversed' then 0 else r.remaining_minor end)`;

const within = (column: Sql, { from, until }: FilterValue["days"]): Sql =>
  sql`${column} >= ${from ?? "-infinity"}::timestamptz and ${column} < ${until ?? "infinity"}::timestamptz`;

const withDecimals = (decimals: number) => currencies.filter((code) => decimalsOf(code) === decimals);
const thousandths = sql`(r.original_minor * case when r.currency = any(${withDecimals(0)}) then 1000
  when r.currency = any(${withDecimals(3)}) then 1 else 10 end)`;

function range({ currency, min, max }: FilterValue["amount"]): Condition {
  const parts = [
    ...(currency === null ? [] : [sql`r.currency = ${currency}`]),
    ...(min === null ? [] : [sql`${thousandths} >= ${thousandthsOf(min)}::bigint`]),
    ...(max === null ? [] : [sql`${thousandths} <= ${thousandthsOf(max)}::bigint`]),
  ];
  return join(parts, " and ");
}

/** CT-11: the payment's id or any PayID of the chain, with or without hyphens; else TransID or reference number. */
async function search(text: string, ask: Ask): Promise<Condition> {
  const word = text.trim();
  const id = uuidOf(word.replaceAll("-", ""));
  const texts = [sql`r.trans_id = ${word}`, sql`r.ref_nr = ${word}`];
  if (!isUuid(id)) return { anyOf: texts };
  const [hit] = await ask<{ paymentId: string }>(sql`
    select payment_id as "paymentId" from operation
    where id = ${id}::uuid and kind in ('authorise', 'renew', 'split')`);
  return { anyOf: [...texts, sql`r.id = ${hit?.paymentId ?? id}::uuid`] };
}

const authorisationSource: ListingSource<AuthorisationRow, AuthorisationFilters, RawAuthorisation> = {
  // The planner sees through it to the table's own key.
  table: "(select c.payment_id as id, c.* from authorisation_chain c)",
  columns: sql`r.id, (extract(epoch from r.first_authorised_at) * 1000)::bigint as "createdMs", r.trans_id as "transId",
    r.ref_nr as "refNr", w.name as website, r.state, r.stop_reason as "stopReason", r.currency,
    r.original_minor::float8 as "originalMinor", r.captured_minor::float8 as "capturedMinor",
    ${remaining}::float8 as "remainingMinor",
    (extract(epoch from r.next_renewal_at) * 1000)::bigint as "nextMs", r.renewals,
    to_char(r.stop_at at time zone 'Europe/Berlin', 'YYYY-MM-DD') as "stopsAt",
    case when ${runsOut} then (extract(epoch from r.lapses_at) * 1000)::bigint end as "endsMs",
    nullif(concat_ws(' ', r.last_code, r.last_text), '') as "lastAnswer"`,
  joins: sql`cross join lateral
    (select name from website where merchant_id = r.merchant_id and id = r.website_id limit 1) w`,
  conditions: {
    state: (words) => ({ anyOf: words.map((word) => sql`r.state = ${word}`) }),
    stopReason: (words) => sql`r.stop_reason = any(${[...words]})`,
    website: (ids) => sql`r.website_id = any(${[...ids]}::uuid[])`,
    amount: range,
    created: (value) => within(sql`r.first_authorised_at`, value),
    next: (value) => sql`r.state = 'active' and ${within(sql`r.next_renewal_at`, value)}`,
    ends: (value) => sql`${runsOut} and ${within(sql`r.lapses_at`, value)}`,
  },
  search,
  sorts: {
    createdAt: {
      column: sql`r.first_authorised_at`,
      type: "timestamptz",
      valueOf: (row) => row.createdAt.toISOString(),
    },
  },
  sum: { minor: remaining, currency: sql`r.currency` },
  row: toRow,
};

export const {
  find: findAuthorisations,
  summarise: summariseAuthorisations,
  walk: walkAuthorisations,
  changed: findChangedAuthorisations,
} = readsOf(authorisationSource);

/** How many chains each list would show. */
export const countAuthorisations = (scope: MerchantScope, queries: readonly AuthorisationQuery[]) =>
  countEach(scope, authorisationSource, queries);
