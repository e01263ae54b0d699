import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { converse } from "@/lib/platform/conversation";
import type { ExchangeRecord } from "@/lib/platform/http";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

/** NUL and half a character, which text columns refuse, become a mark. */
const clean = (text: string) => text.replaceAll(/\0|\p{Surrogate}/gu, "\uFFFD");

/** Stores a masked exchange under the transaction's correlation id. */
export async function recordExchange(
  tx: Tx,
  exchange: ExchangeRecord,
  paymentId: string | null,
): Promise<string> {
  const id = newId();
  await tx.db.exchange.create({
    data: {
      merchantId: tx.scope,
      id,
      paymentId,
      correlationId: tx.correlationId,
      leg: exchange.leg,
      method: exchange.method,
      url: clean(exchange.url),
      requestHeaders: { ...exchange.requestHeaders },
      requestBody: clean(exchange.requestBody),
      status: exchange.status,
      ...(exchange.responseHeaders === null ? {} : { responseHeaders: { ...exchange.responseHeaders } }),
      responseBody: exchange.responseBody === null ? null : clean(exchange.responseBody),
      error: exchange.error,
      startedAt: exchange.startedAt,
      tookMs: exchange.tookMs,
    },
    select: { id: true },
  });
  return id;
}

type Kept = {
  readonly correlationId: string;
  readonly paymentId: string | null;
  readonly exchange: ExchangeRecord;
};

const rowOf = ({ correlationId, paymentId, exchange }: Kept) => ({
  id: newId(),
  payment_id: paymentId,
  correlation_id: correlationId,
  leg: exchange.leg,
  method: exchange.method,
  url: clean(exchange.url),
  request_headers: exchange.requestHeaders,
  request_body: clean(exchange.requestBody),
  status: exchange.status,
  response_headers: exchange.responseHeaders,
  response_body: exchange.responseBody === null ? null : clean(exchange.responseBody),
  error: exchange.error,
  started_at: exchange.startedAt,
  took_ms: exchange.tookMs,
});

const insertAll = (scope: MerchantScope, kept: readonly Kept[]) =>
  converse(
    scope,
    async (conversation) => {
      conversation.tell(sql`
      insert into exchange (merchant_id, id, payment_id, correlation_id, leg, method, url, request_headers, request_body,
        status, response_headers, response_body, error, started_at, took_ms)
      select ${scope}::uuid, e.id, e.payment_id, e.correlation_id, e.leg, e.method, e.url, e.request_headers,
        e.request_body, e.status, e.response_headers, e.response_body, e.error, e.started_at, e.took_ms
      from json_to_recordset(${JSON.stringify(kept.map(rowOf))}::json) as e (id uuid, payment_id uuid,
        correlation_id uuid, leg text, method text, url text, request_headers jsonb, request_body text, status int,
        response_headers jsonb, response_body text, error text, started_at timestamptz, took_ms int)`);
      await conversation.commit();
    },
    { planOnce: true },
  );

type Batch = { readonly kept: Kept[]; readonly written: Promise<void> };

/** Of each merchant, the batch that waits until the one before it is written. */
const open = new Map<MerchantScope, Batch>();
const writing = new Map<MerchantScope, Promise<unknown>>();
const largestBatch = 64;

function openBatch(scope: MerchantScope): Batch {
  const kept: Kept[] = [];
  const before = writing.get(scope) ?? Promise.resolve();
  const written = before.then(() => {
    if (open.get(scope)?.kept === kept) open.delete(scope);
    return insertAll(scope, kept);
  });
  const ended = written.catch(() => undefined);
  writing.set(scope, ended);
  void ended.then(() => writing.get(scope) === ended && writing.delete(scope));
  const batch = { kept, written };
  open.set(scope, batch);
  return batch;
}

/**
 * Stores an exchange in a transaction of its own and comes back when it is written. Those that come while another one
 * is being written are written together.
 */
export async function keepExchange(scope: MerchantScope, kept: Kept): Promise<void> {
  const waiting = open.get(scope);
  const batch = waiting === undefined || waiting.kept.length >= largestBatch ? openBatch(scope) : waiting;
  batch.kept.push(kept);
  await batch.written;
}
