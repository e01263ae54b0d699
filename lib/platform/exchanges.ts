import sql from "sql-template-tag";
import type { MerchantScope } from "@/lib/kernel/access";
import { searchWords } from "@/lib/kernel/search-words";
import { inBatches } from "@/lib/platform/batches";
import { converse } from "@/lib/platform/conversation";
import type { ExchangeRecord } from "@/lib/platform/http";
import { newId } from "@/lib/platform/ids";
import { rowSet } from "@/lib/platform/row-sets";
import type { Writing } from "@/lib/platform/tx";

/** NUL and half a character, which text columns refuse, become a mark. */
const clean = (text: string) =>
  /[\0\uD800-\uDFFF]/.test(text) ? text.replaceAll(/\0|\p{Surrogate}/gu, "\uFFFD") : text;

/** What an exchange was about. The website of a payment or data request needs not be told. */
export type ExchangeSubject = {
  readonly paymentId?: string | null | undefined;
  readonly dataRequestId?: string | null | undefined;
  readonly websiteId?: string | null | undefined;
};

export type KeptExchange = {
  readonly correlationId: string;
  readonly subject: ExchangeSubject;
  readonly exchange: ExchangeRecord;
};

const rowOf = (id: string, { correlationId, subject, exchange }: KeptExchange) => ({
  id,
  payment_id: subject.paymentId ?? null,
  data_request_id: subject.dataRequestId ?? null,
  website_id: subject.websiteId ?? null,
  correlation_id: correlationId,
  leg: exchange.leg,
  method: exchange.method,
  url: clean(exchange.url),
  request_headers: JSON.stringify(exchange.requestHeaders),
  request_body: clean(exchange.requestBody),
  status: exchange.status,
  response_headers: exchange.responseHeaders === null ? null : JSON.stringify(exchange.responseHeaders),
  response_body: exchange.responseBody === null ? null : clean(exchange.responseBody),
  error: exchange.error,
  started_at: exchange.startedAt,
  took_ms: exchange.tookMs,
  words: searchWords(exchange.url, exchange.requestBody, exchange.responseBody ?? "").join(" "),
});

const columns = {
  ...{ id: "uuid", payment_id: "uuid", data_request_id: "uuid", website_id: "uuid", correlation_id: "uuid" },
  ...{
    leg: "text",
    method: "text",
    url: "text",
    request_headers: "jsonb",
    request_body: "text",
    status: "int",
  },
  ...{ response_headers: "jsonb", response_body: "text", error: "text", started_at: "timestamptz" },
  ...{ took_ms: "int", words: "text" },
} as const;

const insertion = (scope: MerchantScope, rows: readonly ReturnType<typeof rowOf>[]) => sql`
  insert into exchange (merchant_id, id, payment_id, data_request_id, website_id, correlation_id, leg, method, url,
    request_headers, request_body, status, response_headers, response_body, error, started_at, took_ms, words)
  select ${scope}::uuid, e.id, e.payment_id, e.data_request_id,
    coalesce(e.website_id,
      (select p.website_id from payment p where p.merchant_id = ${scope}::uuid and p.id = e.payment_id),
      (select d.website_id from data_request d where d.merchant_id = ${scope}::uuid and d.id = e.data_request_id)),
    e.correlation_id, e.leg, e.method, e.url, e.request_headers, e.request_body, e.status, e.response_headers,
    e.response_body, e.error, e.started_at, e.took_ms, array_to_tsvector(string_to_array(e.words, ' '))
  from ${rowSet("e", columns, rows)}`;

/** Stores masked exchanges with the transaction and says their ids, in the order in which they were given. */
export async function recordExchanges(tx: Writing, kept: readonly KeptExchange[]): Promise<string[]> {
  const rows = kept.map((one) => rowOf(newId(), one));
  if (rows.length > 0) await tx.tell(insertion(tx.scope, rows));
  return rows.map(({ id }) => id);
}

/** Stores a masked exchange under the transaction's correlation id and says its id. */
export async function recordExchange(
  tx: Writing,
  exchange: ExchangeRecord,
  subject: ExchangeSubject,
): Promise<string> {
  const row = rowOf(newId(), { correlationId: tx.correlationId, subject, exchange });
  await tx.tell(insertion(tx.scope, [row]));
  return row.id;
}

const insertAll = (scope: MerchantScope, kept: readonly KeptExchange[]): Promise<void> =>
  converse(
    scope,
    async (conversation) => {
      conversation.tell(
        insertion(
          scope,
          kept.map((one) => rowOf(newId(), one)),
        ),
      );
      await conversation.commit();
    },
    { planOnce: true },
  );

const largestBatch = 64;

/**
 * Stores an exchange in a transaction of its own and comes back when it is written. Those that come while another one
 * is being written are written together.
 */
export const keepExchange = inBatches<MerchantScope, KeptExchange>(largestBatch, insertAll);
