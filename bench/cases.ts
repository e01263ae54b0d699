import sql, { type Sql } from "sql-template-tag";
import { paymentListing } from "@/lib/features/payments/listing";
import { paymentSource } from "@/lib/features/payments/queries/list";
import { writeCursor } from "@/lib/listing/cursor";
import { parseListing, type Parameters } from "@/lib/listing/parse";
import { pageStatement } from "@/lib/platform/listing-rows";
import { timezone, websiteId, type Site } from "./site";

/** A wish as it stands in the address, and the statement with which a bare server would answer it. */
export type Case = {
  readonly name: string;
  readonly parameters: Parameters;
  readonly bare: Sql;
  /** Filters have a ceiling in terms of our own first page; searches have not. */
  readonly isFilter: boolean;
};

type Known = {
  readonly id: string;
  readonly order_reference: string;
  readonly customer_email: string;
  readonly card_last_four: string;
};

const pageSize = 50;
const deepPage = 1_000;
const now = new Date("2026-11-01T12:00:00Z");

export const queryOf = (parameters: Parameters) =>
  parseListing(paymentListing, parameters, { timezone, now });

const newestFirst = "where merchant_id = $1 order by created_at desc, id desc";

async function knownCardPayment({ owner, scope }: Site): Promise<Known> {
  const { rows } = await owner.query<Known>(
    `select id, order_reference, customer_email, card_last_four from payment
     ${newestFirst.replace("order by", "and method = 'card' order by")} offset 300 limit 1`,
    [scope],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("the large merchant has too few card payments");
  return row;
}

/** The last row of the page before, as the address carries it. Fewer payments have fewer pages. */
async function deepCursor({ owner, scope }: Site): Promise<string> {
  const { rows } = await owner.query<{ id: string; created_at: Date }>(
    `select id, created_at from payment ${newestFirst}
     offset least($2, (select count(*) from payment where merchant_id = $1) - $3) - 1 limit 1`,
    [scope, (deepPage - 1) * pageSize, pageSize],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("the large merchant has too few payments");
  return writeCursor({ value: row.created_at.toISOString(), id: row.id });
}

/** A search of ours asks in steps; this is what one would write by hand without row security. */
const handWritten = ({ scope }: Site, condition: Sql): Sql => sql`
  select ${paymentSource.columns} from payment r
  join website w on w.merchant_id = r.merchant_id and w.id = r.website_id
  where r.merchant_id = ${scope} and (${condition})
  order by r.created_at desc, r.id desc limit ${pageSize + 1}`;

const anywhere = (word: string): Sql => sql`
  r.order_reference = ${word} or r.transaction_reference = ${word}
  or r.customer_email like ${`%${word.toLowerCase()}%`}`;

const asksNothing = () => Promise.reject(new Error("this statement is written by hand"));

export async function makeCases(site: Site): Promise<Case[]> {
  const known = await knownCardPayment(site);
  const same = async (name: string, parameters: Parameters, isFilter = true): Promise<Case> => ({
    name,
    parameters,
    bare: await pageStatement(site.scope, paymentSource, queryOf(parameters), asksNothing),
    isFilter,
  });
  const search = (name: string, word: string): Case => ({
    name,
    parameters: { q: word },
    bare: handWritten(site, anywhere(word)),
    isFilter: false,
  });
  return [
    await same("first-page", {}, false),
    await same("page-1000", { after: await deepCursor(site) }, false),
    await same("status", { status: "rejected" }),
    await same("two-statuses", { status: ["rejected", "failed"] }),
    await same("method", { method: "blik" }),
    await same("website", { website: websiteId(2) }),
    await same("amount-common", { "amount-min": "100", "amount-max": "200", currency: "EUR" }),
    await same("amount-rare", { "amount-min": "300.10", "amount-max": "300.20", currency: "SEK" }),
    await same("currency-absent", { currency: "CHF" }),
    await same("created", { from: "2026-02-01", to: "2026-02-28" }),
    await same("last-four", { q: known.card_last_four }),
    await same("email", { q: known.customer_email }),
    await same("payment-id", { q: known.id }),
    search("email-fragment-common", "@gmail"),
    search("email-fragment-rare", "kleinewinkel"),
    search("order-reference", known.order_reference),
  ];
}
