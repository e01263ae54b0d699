import sql, { type Sql } from "sql-template-tag";
import { makeExchanges, words } from "@/bench/data/exchanges";
import { interleaved, type Task } from "@/bench/measure";
import { ratioAtMost, type Result } from "@/bench/result";
import { timezone, type Site } from "@/bench/site";
import { messageListing } from "@/lib/features/messages/listing";
import { findMessages } from "@/lib/features/messages/queries/list";
import { parseListing, type Parameters } from "@/lib/listing/parse";

const bareLimit = 2.5;
const turns = { rounds: 40, warmUp: 8 };
const now = new Date("2026-11-01T12:00:00Z");
const pageSize = 50;

type Case = { readonly name: string; readonly parameters: Parameters; readonly condition: Sql };

async function knownReference({ owner, scope }: Site): Promise<string> {
  const { rows } = await owner.query<{ order_reference: string }>(
    "select order_reference from payment where merchant_id = $1 order by created_at desc, id desc offset 4000 limit 1",
    [scope],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("the large merchant has too few payments");
  return row.order_reference;
}

const saying = (lexeme: string) => sql`e.words @@ ${`'${lexeme}'`}::tsquery`;

async function casesOf(site: Site): Promise<Case[]> {
  const reference = await knownReference(site);
  return [
    { name: "first-page", parameters: {}, condition: sql`true` },
    { name: "leg", parameters: { leg: "us_to_shop" }, condition: sql`e.leg = 'us_to_shop'` },
    {
      name: "failed",
      parameters: { outcome: "failed" },
      condition: sql`e.status >= 500 and e.status <= 599`,
    },
    { name: "text-common", parameters: { q: words.common }, condition: saying(words.common) },
    { name: "text-middling", parameters: { q: words.middling }, condition: saying(words.middling) },
    { name: "text-rare", parameters: { q: reference }, condition: saying(reference.toLowerCase()) },
    { name: "text-nowhere", parameters: { q: "nobodysaidthis" }, condition: saying("nobodysaidthis") },
  ];
}

/** What one would write by hand without row security. */
const handWritten = ({ scope }: Site, condition: Sql): Sql => sql`
  select e.id, e.started_at, e.leg, e.method, e.url, e.status, e.error, e.took_ms, e.correlation_id, w.name as website,
    coalesce(p.order_reference, p.transaction_reference) as payment
  from exchange e
  left join website w on w.merchant_id = e.merchant_id and w.id = e.website_id
  left join payment p on p.merchant_id = e.merchant_id and p.id = e.payment_id
  where e.merchant_id = ${scope} and ${condition}
  order by e.started_at desc, e.id desc limit ${pageSize + 1}`;

function tasksOf(site: Site, cases: readonly Case[]): Record<string, Task> {
  const tasks: Record<string, Task> = {};
  for (const { name, parameters, condition } of cases) {
    const query = parseListing(messageListing, parameters, { timezone, now });
    const { text, values } = handWritten(site, condition);
    tasks[`${name} ours`] = () => findMessages(site.scope, query);
    tasks[`${name} bare`] = () => site.owner.query(text, values);
  }
  return tasks;
}

/** The list of messages and its text search over one exchange for each payment. */
export async function measureMessages(site: Site): Promise<Result[]> {
  await makeExchanges(site);
  const cases = await casesOf(site);
  const tookMs = await interleaved(tasksOf(site, cases), turns);
  return cases.map(({ name }) =>
    ratioAtMost(`messages/${name}`, bareLimit, {
      ours: tookMs[`${name} ours`] ?? Number.NaN,
      baseline: tookMs[`${name} bare`] ?? Number.NaN,
      unit: "ms",
    }),
  );
}
