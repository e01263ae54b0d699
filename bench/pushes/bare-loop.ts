import { randomUUID } from "node:crypto";
import pg from "pg";
import { Pool, request } from "undici";
import { env } from "@/lib/platform/env";
import { standardHeaders } from "@/lib/wire/standard-webhooks/sign";

type Waiting = { readonly id: string; readonly body: string };
type Change = { readonly id: string; readonly paymentId: string; readonly websiteId: string };

async function within<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: env().ownerDatabaseUrl ?? "" });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const secret = `whsec_${Buffer.alloc(24, 5).toString("base64")}`;

/** Runs the work for every item, so many at once. */
export async function abreast<T>(items: readonly T[], most: number, work: (item: T) => Promise<unknown>) {
  const left = items.values();
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (const item of left) await work(item);
    }),
  );
}

/** Signs and posts the same bodies, as many at once as a lane does, and writes nothing down. */
export async function deliverBare(merchant: string, url: string): Promise<void> {
  const waiting = await within(
    async (client) =>
      (await client.query<Waiting>("select id, body from push where merchant_id = $1", [merchant])).rows,
  );
  const dispatcher = new Pool(new URL(url).origin, { connections: 32 });
  await abreast(waiting, 32, async ({ id, body }) => {
    const headers = standardHeaders([secret], id, new Date(), body);
    const answer = await request(url, { dispatcher, method: "POST", headers, body });
    await answer.body.dump();
    if (answer.statusCode !== 200) throw new Error(`the receiver said ${answer.statusCode}`);
  });
  await dispatcher.close();
}

/** Reads each change with its payment and inserts its push, as eight workers would, without scope, audit or news. */
export async function enqueueBare(merchant: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: env().ownerDatabaseUrl ?? "", max: 8 });
  const { rows } = await pool.query<Change>(
    `select h.id, h.payment_id as "paymentId", p.website_id as "websiteId" from payment_history h
     join payment p on p.merchant_id = h.merchant_id and p.id = h.payment_id where h.merchant_id = $1`,
    [merchant],
  );
  await abreast(rows, 8, async ({ id, paymentId, websiteId }) => {
    const read = await pool.query<{ order_reference: string; amount_minor: string }>(
      "select order_reference, amount_minor from payment where merchant_id = $1 and id = $2",
      [merchant, paymentId],
    );
    const body = JSON.stringify({ type: "payment.authorised", paymentId, data: read.rows[0] });
    await pool.query(
      `insert into push (merchant_id, id, website_id, payment_id, event_type, told_status, host, body, state,
         first_planned_at, next_attempt_at, created_at)
       values ($1, $2, $3, $4, 'payment.authorised', 'authorised', 'shop.example', $5, 'pending', now(), now(), now())`,
      [merchant, id, websiteId, paymentId, body],
    );
    await pool.query("update payment set newest_push_id = $3 where merchant_id = $1 and id = $2", [
      merchant,
      paymentId,
      id,
    ]);
  });
  await pool.query(
    "select enqueue_job('pushes.deliver', json_build_object('host', 'shop.example'), null, $1)",
    [randomUUID()],
  );
  await pool.end();
}

export const countWaiting = (merchant: string) =>
  within(async (client) => {
    const { rows } = await client.query<{ count: number }>(
      "select count(*)::int as count from push where merchant_id = $1 and state = 'pending'",
      [merchant],
    );
    return rows[0]?.count ?? 0;
  });

/** The ids of the changes that the shop is to hear of. */
export const readChanges = (merchant: string) =>
  within(
    async (client) =>
      (
        await client.query<{ id: string; paymentId: string }>(
          `select id, payment_id as "paymentId" from payment_history where merchant_id = $1`,
          [merchant],
        )
      ).rows,
  );
