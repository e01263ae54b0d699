import "server-only";
import type { ExchangeLeg } from "@/lib/kernel/exchange-leg";
import { maskHeaders, maskTraffic } from "@/lib/kernel/mask";
import { now } from "@/lib/platform/clock";
import type { ExchangeRecord } from "@/lib/platform/http";
import { plainText } from "@/lib/web/plain-text";

type Incoming = { readonly request: Request; readonly body: string; readonly status: number };

/** What came in from somebody who is no shop, and the status that it was answered with, masked. */
export const incomingExchange = (leg: ExchangeLeg, { request, body, status }: Incoming): ExchangeRecord => ({
  leg,
  method: request.method,
  url: maskTraffic(request.url),
  requestHeaders: maskHeaders(request.headers),
  requestBody: maskTraffic(plainText(body)),
  status,
  responseHeaders: {},
  responseBody: "",
  error: null,
  startedAt: now(),
  tookMs: 0,
});
