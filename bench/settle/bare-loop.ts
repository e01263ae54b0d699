import { randomUUID } from "node:crypto";
import pg from "pg";
import { env } from "@/lib/platform/env";

type Due = {
  readonly id: string;
  readonly settle: number;
  readonly minor: number;
  readonly currency: string;
  readonly reference: string;
};
type Held = Due & { readonly operation: string };
type Answer = { readonly operationId: string; readonly reference: string; readonly code: string };

const batchSize = 500;
const at = () => new Date();

async function within<T>(client: pg.Client, body: () => Promise<T>): Promise<T> {
  await client.query("begin");
  const done = await body();
  await client.query("commit");
  return done;
}

const history = (
  client: pg.Client,
  merchant: string,
  ids: readonly string[],
  event: "hand_over" | "complete",
) =>
  client.query(
    `insert into payment_history (merchant_id, id, payment_id, event, from_status, to_status, from_settle, to_settle, actor, correlation_id, at)
     select $1, h.id, h.payment, $4, 'authorised', $5, $6, $7, 'system:bare', $8, $9 from unnest($2::uuid[], $3::uuid[]) as h (id, payment)`,
    event === "hand_over"
      ? [merchant, ids.map(() => randomUUID()), ids, event, "authorised", 0, 10, randomUUID(), at()]
      : [merchant, ids.map(() => randomUUID()), ids, event, "completed", 10, 100, randomUUID(), at()],
  );

const announce = (client: pg.Client, merchant: string, ids: readonly string[]) =>
  client.query("select pg_notify('live', 'payments ' || $1 || ' ' || id) from unnest($2::text[]) as i (id)", [
    merchant,
    ids,
  ]);

const claim = (client: pg.Client, merchant: string, day: string) =>
  within(client, async (): Promise<Held[]> => {
    const { rows } = await client.query<Due>(
      `select id, settle_status::int as settle, settle_minor::float8 as minor, currency, gateway_reference as reference from payment
       where merchant_id = $1 and status = 'authorised' and settle_status in (0, 1) and settle_due_date <= $2::date
       order by settle_due_date, id limit $3 for update skip locked`,
      [merchant, day, batchSize],
    );
    if (rows.length === 0) return [];
    const held = rows.map((row) => ({ ...row, operation: randomUUID() }));
    const ids = rows.map(({ id }) => id);
    await client.query(
      "update payment set settle_status = 10 where merchant_id = $1 and id = any($2::uuid[])",
      [merchant, ids],
    );
    await history(client, merchant, ids, "hand_over");
    await announce(client, merchant, ids);
    await client.query(
      `insert into operation (merchant_id, id, payment_id, kind, currency, amount_minor, outcome, actor, correlation_id, started_at)
       select $1, o.id, o.payment, 'capture', o.currency, o.minor, 'sent', 'system:bare', $6, $7
       from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[]) as o (id, payment, currency, minor)`,
      [
        merchant,
        held.map(({ operation }) => operation),
        ids,
        held.map(({ currency }) => currency),
        held.map(({ minor }) => minor),
        randomUUID(),
        at(),
      ],
    );
    return held;
  });

async function call(held: readonly Held[]): Promise<readonly [asked: string, answered: string]> {
  const items = held.map(({ operation: operationId, reference, minor, currency }) => ({
    ...{ operationId, kind: "capture", reference },
    amount: { minor, currency },
  }));
  const asked = JSON.stringify({ items });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${env().gatewayUrl}/settlements`, { method: "POST", headers, body: asked });
  return [asked, await answer.text()];
}

const book = (
  client: pg.Client,
  merchant: string,
  held: readonly Held[],
  [asked, answered]: readonly [string, string],
) =>
  within(client, async () => {
    const { items } = JSON.parse(answered) as { items: Answer[] };
    const ids = held.map(({ id }) => id);
    await client.query(
      `insert into exchange (merchant_id, id, correlation_id, leg, method, url, request_headers, request_body, status, response_body, started_at, took_ms)
       values ($1, $2, $2, 'us_to_gateway', 'POST', 'http://acquirer/settlements', '{}', $3, 200, $4, $5, 0)`,
      [merchant, randomUUID(), asked, answered, at()],
    );
    await client.query(
      `update operation o set outcome = 'approved', gateway_reference = a.reference, code = a.code, finished_at = $5
       from unnest($2::uuid[], $3::text[], $4::text[]) as a (id, reference, code) where o.merchant_id = $1 and o.id = a.id`,
      [
        merchant,
        items.map(({ operationId }) => operationId),
        items.map(({ reference }) => reference),
        items.map(({ code }) => code),
        at(),
      ],
    );
    await client.query(
      `update payment set status = 'completed', settle_status = 100, captured_minor = settle_minor, completed_at = $3, status_at = $3
       where merchant_id = $1 and id = any($2::uuid[])`,
      [merchant, ids, at()],
    );
    await history(client, merchant, ids, "complete");
    await client.query(
      "select enqueue_job('payment.status_changed', json_build_object('paymentId', id), null, null) from unnest($1::uuid[]) as i (id)",
      [ids],
    );
    await announce(client, merchant, ids);
  });

/** The same calls and the same bulk statements as the settlement run makes, as the owner, and nothing that guards them. */
export async function settleBare(merchant: string, day: string): Promise<void> {
  const client = new pg.Client({ connectionString: env().ownerDatabaseUrl ?? "" });
  await client.connect();
  for (;;) {
    const held = await claim(client, merchant, day);
    if (held.length === 0) break;
    await book(client, merchant, held, await call(held));
  }
  await client.end();
}
