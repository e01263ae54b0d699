import { randomUUID } from "node:crypto";
import { searchWords } from "@/lib/kernel/search-words";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

export type ExchangeFacts = {
  readonly paymentId?: string | null;
  readonly dataRequestId?: string | null;
  readonly correlationId?: string;
  readonly leg?: string;
  readonly method?: string;
  readonly url?: string;
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly requestBody?: string;
  readonly status?: number | null;
  readonly responseBody?: string | null;
  readonly error?: string | null;
  readonly startedAt?: string;
  readonly tookMs?: number;
};

const usual = {
  leg: "merchant_to_us",
  method: "POST",
  url: "https://portal.example/json/",
  requestHeaders: { "content-type": "application/json" },
  requestBody: '{"orderreference":"A-77"}',
  status: 200,
  responseBody: '{"errorcode":"0"}',
  error: null,
  startedAt: "2026-03-01T12:00:00Z",
  tookMs: 12,
} as const;

/** A request and its answer, as they are kept. */
export async function makeExchange(shop: Shop, facts: ExchangeFacts = {}): Promise<{ readonly id: string }> {
  const exchange = { ...usual, ...facts };
  const id = randomUUID();
  const words = searchWords(exchange.url, exchange.requestBody, exchange.responseBody ?? "");
  await rowsOf(
    `insert into exchange (merchant_id, id, payment_id, data_request_id, website_id, correlation_id, leg, method, url,
       request_headers, request_body, status, response_headers, response_body, error, started_at, took_ms, words)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '{}', $13, $14, $15, $16,
       array_to_tsvector($17::text[]))`,
    [
      shop.merchantId,
      id,
      facts.paymentId ?? null,
      facts.dataRequestId ?? null,
      shop.websiteId,
      facts.correlationId ?? randomUUID(),
      exchange.leg,
      exchange.method,
      exchange.url,
      JSON.stringify(exchange.requestHeaders),
      exchange.requestBody,
      exchange.status,
      exchange.responseBody,
      exchange.error,
      exchange.startedAt,
      exchange.tookMs,
      words,
    ],
  );
  return { id };
}
