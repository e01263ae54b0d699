/** `bare-trust-server.ts PORT`: `http` and `pg`, nothing else. The three statements that an update or a query cannot do without. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import pg from "pg";

type Asked = { readonly reference: string; readonly settleStatus: number };

const pool = new pg.Pool({
  connectionString: process.env["DATABASE_URL"],
  max: Number(process.env["DATABASE_POOL_SIZE"] ?? 12),
});
const merchant = process.env["BENCH_MERCHANT"];
const alias = process.env["BENCH_ALIAS"];

async function update(body: string): Promise<unknown> {
  const { reference, settleStatus } = JSON.parse(body) as Asked;
  const { rows } = await pool.query<{ id: string; settle_status: number }>(
    `select id, status, settle_status, amount_minor, settle_minor, settle_due_date, order_reference, currency from payment
     where merchant_id = $1 and transaction_reference = $2`,
    [merchant, reference],
  );
  const [payment] = rows;
  if (payment === undefined) return { error: "not_found" };
  await pool.query("update payment set settle_status = $3 where merchant_id = $1 and id = $2", [
    merchant,
    payment.id,
    settleStatus,
  ]);
  await pool.query(
    `insert into payment_history (merchant_id, id, payment_id, event, from_status, to_status, from_settle, to_settle, actor, correlation_id, at)
     values ($1, $2, $3, 'suspend', 'authorised', 'authorised', $4, $5, 'api:bare', $2, $6)`,
    [merchant, randomUUID(), payment.id, payment.settle_status, settleStatus, new Date()],
  );
  return { errorcode: "0" };
}

async function query(body: string): Promise<unknown> {
  const { reference } = JSON.parse(body) as Asked;
  await pool.query("select * from trust_credential_of($1)", [alias]);
  const { rows } = await pool.query(
    `select p.*, w.site_reference from payment p join website w on w.merchant_id = p.merchant_id and w.id = p.website_id
     where p.merchant_id = $1 and p.transaction_reference = $2`,
    [merchant, reference],
  );
  const answer = { errorcode: "0", records: rows };
  await pool.query(
    `insert into exchange (merchant_id, id, correlation_id, leg, method, url, request_headers, request_body, status, response_body, started_at, took_ms)
     values ($1, $2, $2, 'merchant_to_us', 'POST', '/query', '{}', $3, 200, $4, $5, 0)`,
    [merchant, randomUUID(), body, JSON.stringify(answer), new Date()],
  );
  return answer;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const told = body === "" ? {} : await (request.url === "/update" ? update(body) : query(body));
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(told));
}

createServer((request, response) => {
  answer(request, response).catch((problem: unknown) => {
    console.error(problem);
    response.writeHead(500).end();
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
