import type { ExchangeRecord } from "@/lib/platform/http";
import { newId } from "@/lib/platform/ids";
import type { Tx } from "@/lib/platform/tx";

/** Stores a masked exchange under the transaction's correlation id. NUL, which text columns refuse, becomes a mark. */
export async function recordExchange(
  tx: Tx,
  exchange: ExchangeRecord,
  paymentId: string | null,
): Promise<string> {
  const id = newId();
  const clean = (text: string) => text.replaceAll("\0", "\uFFFD");
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
