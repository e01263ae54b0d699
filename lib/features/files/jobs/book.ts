import { v5 } from "uuid";
import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { closeFile } from "@/lib/features/files/jobs/result";
import {
  bookedRow,
  openRows,
  writeRows,
  type BookedRow,
  type CaptureRow,
  type OpenRow,
} from "@/lib/features/files/jobs/rows";
import { alone } from "@/lib/platform/alone";
import { systemMs } from "@/lib/platform/clock";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading } from "@/lib/platform/tx";

/** A job ends after this long and goes on as the next one, so that a worker can be stopped in between. */
const sliceMs = 15_000;
const busyMs = 1_000;
const askMs = 60_000;
const rowsAtOnce = 500;
const lanes = 32;

/** Named by file and line, a capture is found again after a crash and sent once. */
const nameSpace = "6a0e5f0c-9a41-4a0e-8a5e-7b6f3f1f2c51";

type Run = {
  readonly actor: Actor;
  readonly fileId: string;
  readonly websiteId: string;
  readonly capture: CaptureRow;
  readonly goesOn: () => boolean;
};

const bookRow = async ({ actor, fileId, websiteId, capture }: Run, row: OpenRow): Promise<BookedRow> => {
  const { payId, minor, currency, finish } = row;
  const correlationId = v5(`${fileId}:${row.number.toString()}`, nameSpace);
  const answer = await capture(actor, { websiteId, payId, minor, currency, finish, correlationId });
  return bookedRow(row, answer);
};

/** Rows of the same reservation one after the other, in the order of the file. */
function lanesOf(rows: readonly OpenRow[]): OpenRow[][] {
  const byPayId = new Map<string, OpenRow[]>();
  for (const row of rows) byPayId.set(row.payId, [...(byPayId.get(row.payId) ?? []), row]);
  return [...byPayId.values()];
}

async function bookRows(run: Run, rows: readonly OpenRow[]): Promise<BookedRow[]> {
  const left = lanesOf(rows);
  const booked: BookedRow[] = [];
  const work = async () => {
    for (let lane = left.shift(); lane !== undefined; lane = left.shift())
      for (const row of lane) booked.push(await bookRow(run, row));
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return booked;
}

async function workOff(run: Run, outcome: "waiting" | "pending"): Promise<void> {
  for (let after = 0; run.goesOn();) {
    const rows = await openRows(run.actor, { fileId: run.fileId, outcome, after, most: rowsAtOnce });
    after = rows.at(-1)?.number ?? after;
    if (rows.length === 0) return;
    const booked = await bookRows(run, rows);
    const news = booked.filter((row) => row.outcome !== outcome);
    if (news.length === 0) continue;
    await inTransaction(run.actor, async (tx) => {
      await writeRows(tx, run.fileId, news);
      return ok("booked");
    });
  }
}

const readFile = (actor: Actor, id: string) =>
  reading(actor.scope, (db) =>
    db.handedFile.findUnique({
      where: { merchantId_id: { merchantId: actor.scope, id } },
      select: { phase: true, websiteId: true },
    }),
  );

async function runSlice(actor: Actor, fileId: string, capture: CaptureRow, isHeld: () => boolean) {
  const file = await readFile(actor, fileId);
  if (file?.phase !== "W" || file.websiteId === null) return "over";
  const endMs = systemMs() + sliceMs;
  const goesOn = () => isHeld() && systemMs() < endMs;
  const run = { actor, fileId, websiteId: file.websiteId, capture, goesOn };
  await workOff(run, "pending");
  await workOff(run, "waiting");
  const closed = await inTransaction(actor, async (tx) => ok(await closeFile(tx, fileId)));
  return closed.value;
}

const waits = { more: 0, ask: askMs, busy: busyMs } as const;

/** Books a confirmed file, or a slice of it. Whoever finds it in other hands looks again soon. */
export const bookFileBy =
  (capture: CaptureRow) =>
  async (payload: unknown): Promise<void> => {
    const { actor, payload: ids } = claim("file.book", payload);
    const { fileId } = ids;
    const ran = await alone(`file:${fileId}`, (isHeld) => runSlice(actor, fileId, capture, isHeld));
    if (ran === "over") return;
    await inTransaction(actor, async (tx) => {
      const runAt = new Date(tx.now.getTime() + waits[ran ?? "busy"]);
      await tx.emit("file.book", { fileId }, { runAt, key: `file:${fileId}` });
      return ok("queued");
    });
  };
