import { createHash } from "node:crypto";

type Slip = { readonly sha256: string; readonly bytes: number };

type Streamed = {
  readonly fileName: string;
  /** Hands text to `put`, waits for each; rejects when it cannot go on. */
  readonly produce: (put: (text: string) => Promise<void>) => Promise<void>;
  /** The digest of exactly the bytes that left, or null when the file is not whole. */
  readonly finish: (slip: Slip | null) => Promise<void>;
};

const chunkCharacters = 64 * 1024;

/** Streams a text file at the reader's pace: what waits in memory is one chunk. */
export function streamFile({ fileName, produce, finish }: Streamed): Response {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(
    undefined,
    { highWaterMark: 1 },
    { highWaterMark: 1 },
  );
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  const hash = createHash("sha256");
  let bytes = 0;
  let waiting = "";
  const flush = async () => {
    if (waiting === "") return;
    const chunk = encoder.encode(waiting);
    waiting = "";
    hash.update(chunk);
    bytes += chunk.byteLength;
    await writer.ready;
    await writer.write(chunk);
  };
  const put = async (text: string) => {
    waiting += text;
    if (waiting.length >= chunkCharacters) await flush();
  };
  const run = async () => {
    try {
      await produce(put);
      await flush();
      await writer.ready;
      await finish({ sha256: hash.digest("hex"), bytes });
      await writer.close();
    } catch (problem) {
      await finish(null).finally(() => writer.abort(problem));
    }
  };
  void run().catch(() => undefined);
  return new Response(readable, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
