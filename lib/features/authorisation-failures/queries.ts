import "server-only";
import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { isUuid } from "@/lib/kernel/uuid";
import type {
  authorisationFailureListing,
  AuthorisationFailureRow,
} from "@/lib/features/authorisation-failures/listing";
import { readsOf } from "@/lib/platform/listing-reads";
import type { ListingSource } from "@/lib/platform/listing-source";
import { reading } from "@/lib/platform/tx";

type FailureFilters = (typeof authorisationFailureListing)["filters"];
type RawFailure = Omit<AuthorisationFailureRow, "at" | "amount"> & {
  readonly atMs: number;
  readonly minor: number;
  readonly currency: string;
};

const failureSource: ListingSource<AuthorisationFailureRow, FailureFilters, RawFailure> = {
  table: "renewal_failure",
  columns: sql`r.id, (extract(epoch from r.at) * 1000)::bigint as "atMs", to_char(r.night, 'YYYY-MM-DD') as night, r.kind,
    r.amount_minor::float8 as minor, r.currency, r.trans_id as "transId", r.ref_nr as "refNr", r.pay_id as "payId", r.code,
    r.text, r.notice, w.name as website`,
  joins: sql`cross join lateral (
    select name from website where merchant_id = r.merchant_id and id = r.website_id limit 1) w`,
  conditions: {
    night: ({ first, last }) =>
      sql`r.night >= ${first ?? "-infinity"}::date and r.night <= ${last ?? "infinity"}::date`,
    kind: (words) => sql`r.kind = any(${[...words]})`,
    transId: (text) => sql`r.trans_id = ${text}`,
    code: (text) => sql`r.code = ${text}`,
    notice: (words) => sql`r.notice = any(${[...words]})`,
    website: (ids) => sql`r.website_id = any(${[...ids]}::uuid[])`,
  },
  search: () => sql`true`,
  sorts: { at: { column: sql`r.at`, type: "timestamptz", valueOf: (row) => row.at.toISOString() } },
  sum: { minor: sql`r.amount_minor`, currency: sql`r.currency` },
  row: ({ atMs, minor, currency, ...raw }) => ({
    ...raw,
    at: new Date(atMs),
    amount: { minor, currency },
  }),
};

export const {
  find: findAuthorisationFailures,
  summarise: summariseAuthorisationFailures,
  walk: walkAuthorisationFailures,
} = readsOf(failureSource);

const filesShown = 7;

/** The newest F-files (CT-20). */
export const findFailureFiles = (scope: MerchantScope) =>
  reading(scope, async (db) => {
    const files = await db.handedFile.findMany({
      where: { merchantId: scope, kind: "failures" },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: filesShown,
      select: { id: true, name: true, rowCount: true },
    });
    return files.map(({ id, name, rowCount: rows }) => ({ id, name, rows }));
  });

/** The payment whose reservation it was; null for absent, foreign, or no id at all. */
export const paymentOfFailure = (scope: MerchantScope, id: string) =>
  reading(scope, async (db) => {
    if (!isUuid(id)) return null;
    const failure = await db.renewalFailure.findUnique({
      where: { merchantId_id: { merchantId: scope, id } },
      select: { paymentId: true },
    });
    return failure?.paymentId ?? null;
  });
