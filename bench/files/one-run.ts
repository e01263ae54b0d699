/**
 * `one-run.ts bare COUNT SITE` reads a file of so many lines and captures as many reservations of its own with bare
 * calls; `one-run.ts ours MERCHANT MID AT` checks, hands in and books a file of all chains of a merchant that are not
 * captured, by a worker whose clock stands at that instant. A small file goes before it. Tells how it went.
 */
import pg from "pg";
import { AcquirerCalls } from "@/bench/acquirer-calls";
import { growthDuring } from "@/bench/memory";
import { startQueue } from "@/bench/worker";
import { confirmFile } from "@/lib/features/files/commands/confirm";
import { handIn } from "@/lib/features/files/commands/hand-in";
import { moveClock, now, systemMs } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { systemActor } from "@/lib/platform/outbox";
import { writeCaptureFile } from "@/lib/wire/batch-files/capture-file";
import { checkCaptureFile, handedRows } from "@/lib/wire/batch-files/check";

const warmUp = 1_000;
const day = () => now().toISOString().slice(0, 10);

async function timed(work: () => unknown): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

type Row = { readonly pay: string; readonly minor: number; readonly order: string };

const fileOf = (mid: string, rows: readonly Row[]): Buffer =>
  writeCaptureFile({
    merchantId: mid,
    day: day(),
    rows: rows.map(({ pay, minor, order }, place) => ({
      ...{ amount: { minor, currency: "EUR" }, transId: order, refNr: String(place + 1) },
      ...{ payId: pay.replaceAll("-", ""), finishAuth: true },
    })),
  });

/** Lines, columns and sums, and nothing that could be wrong. */
function readBare(content: Buffer): number {
  let sum = 0;
  for (const line of content.toString("latin1").split("\r\n")) {
    const [method, , amount] = line.split(",");
    if (method === "CC") sum += Number(amount);
  }
  return sum;
}

async function bare(count: string, siteReference: string): Promise<void> {
  const calls = new AcquirerCalls(env().gatewayUrl, siteReference);
  const capture = calls.capture.bind(calls);
  const warm = await calls.reserve(warmUp);
  await calls.abreast(warm, capture);
  const reservations = await calls.reserve(Number(count));
  const rows = reservations.map(({ operationId: pay, minor }) => ({ pay, minor, order: "order" }));
  const content = fileOf("bare", rows);
  readBare(content);
  const checkMs = await timed(() => readBare(content));
  let bookMs = 0;
  const grownMib = await growthDuring(async () => {
    bookMs = await timed(() => calls.abreast(reservations, capture));
  });
  await calls.close();
  console.log(JSON.stringify({ checkMs, bookMs, grownMib }));
}

async function openRows(merchantId: string): Promise<Row[]> {
  const owner = new pg.Client({ connectionString: env().ownerDatabaseUrl ?? "" });
  await owner.connect();
  const { rows } = await owner.query<Row>(
    `select live_operation_id as pay, reserved_minor::float8 as minor, trans_id as order from authorisation_chain
     where merchant_id = $1 order by trans_id, payment_id`,
    [merchantId],
  );
  await owner.end();
  return rows;
}

async function ours(merchantId: string, mid: string, at: string): Promise<void> {
  moveClock(new Date(at).getTime() - systemMs());
  const queue = await startQueue("file.book");
  const actor = systemActor(merchantId, "bench");

  async function store(content: Buffer, name: string): Promise<string> {
    const { version, rows: rowCount, wrongRows, totals } = checkCaptureFile(content, mid);
    const stored = await handIn(actor, {
      ...{ mid, content, version, rowCount, wrongRows, wantedName: name, source: "api" },
      sums: totals.map(({ rows, amount }) => ({ rows, ...amount })),
      rows: handedRows(content, mid),
      nameOf: String,
    });
    if (!stored.ok) throw new Error(stored.error);
    return stored.value.id;
  }
  async function book(fileId: string): Promise<void> {
    const confirmed = await confirmFile(actor, { fileId });
    if (!confirmed.ok) throw new Error(confirmed.error);
    await queue.ended(`file:${fileId}`);
  }

  const rows = await openRows(merchantId);
  await book(await store(fileOf(mid, rows.splice(0, warmUp)), "Twarm"));
  const content = fileOf(mid, rows);
  let [checkMs, storeMs, bookMs] = [0, 0, 0];
  const grownMib = await growthDuring(async () => {
    checkMs = await timed(() => checkCaptureFile(content, mid));
    let fileId = "";
    storeMs = await timed(async () => (fileId = await store(content, "Tfile")));
    bookMs = await timed(() => book(fileId));
  });
  await queue.stop();
  console.log(JSON.stringify({ checkMs, storeMs, bookMs, grownMib }));
}

const [side = "", ...words] = process.argv.slice(2);
const [first = "", second = "", third = ""] = words;
await (side === "bare" ? bare(first, second) : ours(first, second, third));
