import { isAnswered } from "@/lib/features/files/model";
import { newId } from "@/lib/platform/ids";
import { digestOf } from "@/lib/platform/secrets";
import type { Tx } from "@/lib/platform/tx";
import { bytesOf } from "@/lib/wire/batch-files/lines";
import { resultLines, type Outcome } from "@/lib/wire/batch-files/result-file";

type Answer = {
  readonly number: number;
  readonly outcome: string;
  readonly code: string;
  readonly text: string;
};

const statuses: Readonly<Record<string, Outcome["status"]>> = { ok: "OK", failed: "FAILED" };

/** The answers by their lines. Most rows share a few answers, which are kept once each. */
async function answersOf(tx: Tx, fileId: string): Promise<ReadonlyMap<number, Outcome>> {
  const kept = new Map<string, Outcome>();
  const answers = new Map<number, Outcome>();
  for (let after = 0, isMore = true; isMore;) {
    const rows = await tx.db.$queryRaw<Answer[]>`
      select number, outcome, coalesce(code, '') as code, coalesce(text, '') as text from handed_file_row
      where merchant_id = ${tx.scope}::uuid and file_id = ${fileId}::uuid and number > ${after}::int
      order by number limit 5000`;
    for (const { number, outcome, code, text } of rows) {
      const key = JSON.stringify([outcome, code, text]);
      const known = kept.get(key) ?? { status: statuses[outcome] ?? "PENDING", code, description: text };
      kept.set(key, known);
      answers.set(number, known);
    }
    isMore = rows.length > 0;
    after = rows.at(-1)?.number ?? after;
  }
  return answers;
}

function outcomeIn(answers: ReadonlyMap<number, Outcome>) {
  return (line: number): Outcome => {
    const found = answers.get(line);
    if (found === undefined) throw new Error(`line ${line.toString()} of the file has no answer`);
    return found;
  };
}

/** The file's lines with their answers (domain.md 3.5), a thousand at a time. */
function contentOf(content: Uint8Array, answers: ReadonlyMap<number, Outcome>): Buffer {
  const parts: Buffer[] = [];
  let lines: string[] = [];
  for (const line of resultLines(content, outcomeIn(answers))) {
    lines.push(line);
    if (lines.length < 1000) continue;
    parts.push(bytesOf(lines.join("")));
    lines = [];
  }
  return Buffer.concat([...parts, bytesOf(lines.join(""))]);
}

async function writeResult(tx: Tx, fileId: string): Promise<void> {
  const file = await tx.db.handedFile.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: tx.scope, id: fileId } },
  });
  const content = contentOf(file.content, await answersOf(tx, fileId));
  const { version, mid, websiteId, rowCount, doneCount, failedCount, actor } = file;
  await tx.db.handedFile.create({
    data: {
      ...{
        merchantId: tx.scope,
        id: newId(),
        kind: "result",
        name: file.name.replace(/^./, "P"),
        phase: "P",
      },
      ...{
        version,
        mid,
        websiteId,
        rowCount,
        doneCount,
        failedCount,
        actor,
        source: "system",
        answersId: fileId,
      },
      ...{ digest: digestOf(content), content: new Uint8Array(content), size: content.length },
      ...{ sums: file.sums ?? [], createdAt: tx.now, finishedAt: tx.now },
    },
    select: { id: true },
  });
}

type Left = {
  readonly phase: string;
  readonly waiting: number;
  readonly pending: number;
  /** When the last of those was begun. */
  readonly pendingSince: Date | null;
};

async function leftOf(tx: Tx, fileId: string): Promise<Left | null> {
  const [left] = await tx.db.$queryRaw<Left[]>`
    select f.phase, l.* from handed_file f, lateral (
      select count(*) filter (where r.outcome = 'waiting')::int as waiting,
        count(*) filter (where r.outcome = 'pending')::int as pending, max(r.booked_at) as "pendingSince"
      from handed_file_row r where r.merchant_id = f.merchant_id and r.file_id = f.id
        and r.outcome in ('waiting', 'pending')) l
    where f.merchant_id = ${tx.scope}::uuid and f.id = ${fileId}::uuid for no key update of f`;
  return left ?? null;
}

/** `more`: rows are left to book; `ask`: the bank owes answers. */
export async function closeFile(tx: Tx, fileId: string): Promise<"over" | "more" | "ask"> {
  const left = await leftOf(tx, fileId);
  if (left === null || left.phase !== "W") return "over";
  const sinceMs = tx.now.getTime() - (left.pendingSince ?? tx.now).getTime();
  if (!isAnswered(left, sinceMs)) return left.waiting > 0 ? "more" : "ask";
  await writeResult(tx, fileId);
  await tx.db.handedFile.update({
    where: { merchantId_id: { merchantId: tx.scope, id: fileId } },
    data: { phase: "P", finishedAt: tx.now },
    select: { id: true },
  });
  await tx.audit("file.finished", ["file", fileId], { pending: left.pending });
  await tx.announce("files", fileId);
  return "over";
}
