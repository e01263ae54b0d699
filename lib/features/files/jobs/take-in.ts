import type { Actor } from "@/lib/kernel/access";
import { maskText } from "@/lib/kernel/mask";
import { berlinDay } from "@/lib/kernel/nights";
import { ok } from "@/lib/kernel/result";
import { confirmFile } from "@/lib/features/files/commands/confirm";
import { handIn } from "@/lib/features/files/commands/hand-in";
import { largestFile } from "@/lib/features/files/model";
import { findMerchantIds } from "@/lib/features/files/queries/merchant-ids";
import { now } from "@/lib/platform/clock";
import {
  claimArrival,
  findArrivals,
  findClaimed,
  readClaimed,
  readTail,
  settleClaimed,
  type Arrival,
  type MerchantFolder,
} from "@/lib/platform/merchant-folder";
import { inTransaction } from "@/lib/platform/tx";
import { checkCaptureFile, type FileCheck } from "@/lib/wire/batch-files/check";
import {
  errorLines,
  endsWithFoot,
  fileToHandIn,
  isRight,
  merchantIdOf,
} from "@/lib/wire/batch-files/hand-over";
import { bytesOf } from "@/lib/wire/batch-files/lines";

/** How long nobody may have written to a file before it counts as whole: with FOOT at its end, and without. */
export type Patience = { readonly footMs: number; readonly bareMs: number };

/** So many wrong rows are told of a file. */
const mostErrors = 10_000;

async function isWhole(folder: MerchantFolder, { name, quietMs }: Arrival, { footMs, bareMs }: Patience) {
  if (quietMs < footMs) return false;
  const tail = await readTail(folder, name);
  return tail !== null && (quietMs >= bareMs || endsWithFoot(tail));
}

type Refused = { readonly reason: string; readonly check: FileCheck | null };

async function refuse(actor: Actor, folder: MerchantFolder, name: string, { reason, check }: Refused) {
  const lines = check === null ? [["1", "", reason]] : errorLines(check);
  const text = [["row", "field", "reason"], ...lines].map((columns) => `${columns.join(",")}\r\n`).join("");
  await inTransaction(actor, async (tx) => {
    await tx.audit("file.refused", ["merchant", tx.scope], {
      ...{ name: maskText(name), reason, rows: check?.rows ?? null },
    });
    return ok("told");
  });
  await settleClaimed(folder, name, "refused", { ending: ".errors.csv", content: bytesOf(text) });
}

type Found =
  | { readonly ok: false; readonly refused: Refused }
  | { readonly ok: true; readonly mid: string; readonly content: Buffer; readonly check: FileCheck };

async function judge({ scope }: Actor, folder: MerchantFolder, name: string): Promise<Found> {
  const content = await readClaimed(folder, name, largestFile);
  if (content === null) return { ok: false, refused: { reason: "too_large", check: null } };
  const mids = await findMerchantIds(scope);
  const mid = merchantIdOf(
    { name, content },
    mids.map((one) => one.mid),
  );
  if (mid === null) return { ok: false, refused: { reason: "mid_unknown", check: null } };
  const check = checkCaptureFile(content, mid, mostErrors);
  if (!isRight(check)) return { ok: false, refused: { reason: "file_wrong", check } };
  return { ok: true, mid, content, check };
}

/** Each step can be taken again: the same bytes are the same file, and a confirmed file is confirmed. */
async function takeIn(actor: Actor, folder: MerchantFolder, name: string): Promise<void> {
  const found = await judge(actor, folder, name);
  if (!found.ok) {
    await refuse(actor, folder, name, found.refused);
    return;
  }
  const { mid, content, check } = found;
  const place = { mid, day: berlinDay(now()), order: "sftp" } as const;
  const handed = await handIn(actor, { ...fileToHandIn({ name, content }, check, place), source: "folder" });
  // Tomorrow has names again, and it lies safely until then.
  if (!handed.ok && handed.error === "too_many_today") return;
  if (!handed.ok) {
    await refuse(actor, folder, name, { reason: handed.error, check: null });
    return;
  }
  await confirmFile(actor, { fileId: handed.value.id });
  await settleClaimed(folder, name, "done");
}

/** What a dead worker left first; then what has arrived. */
export async function* arrivedFiles(actor: Actor, folder: MerchantFolder, patience: Patience) {
  for (const name of await findClaimed(folder)) yield () => takeIn(actor, folder, name);
  for (const arrival of await findArrivals(folder))
    yield async () => {
      const isReady = await isWhole(folder, arrival, patience);
      if (isReady && (await claimArrival(folder, arrival.name))) await takeIn(actor, folder, arrival.name);
    };
}
