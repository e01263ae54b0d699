import type { MerchantScope } from "@/lib/kernel/access";
import { subscribe } from "@/lib/platform/notifications";

const batchMs = 250;
const beatMs = 20_000;
const mostIds = 200;

type Live = {
  readonly listing: string;
  readonly scope: MerchantScope;
  readonly signal: AbortSignal;
  /** What to tell the reader about these records; null for nothing. */
  readonly tell: (ids: readonly string[]) => Promise<object | null>;
};

/** Server-sent events about changed records of one merchant, gathered for a quarter of a second. */
export function liveResponse({ listing, scope, signal, tell }: Live): Response {
  const encoder = new TextEncoder();
  const prefix = `${listing} ${scope} `;
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const flush = async () => {
        timer = null;
        const ids = [...changed].slice(0, mostIds);
        changed.clear();
        const told = await tell(ids);
        if (told !== null) send(`data: ${JSON.stringify(told)}\n\n`);
      };
      const hear = (payload: string) => {
        if (!payload.startsWith(prefix)) return;
        changed.add(payload.slice(prefix.length));
        timer ??= setTimeout(() => void flush().catch(close), batchMs);
      };
      const beat = setInterval(() => {
        send(": here\n\n");
      }, beatMs);
      const unsubscribe = await subscribe("live", hear);
      const close = () => {
        clearInterval(beat);
        if (timer !== null) clearTimeout(timer);
        unsubscribe();
        if (!signal.aborted) controller.close();
      };
      signal.addEventListener("abort", close, { once: true });
      send("retry: 2000\n\n: open\n\n");
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
