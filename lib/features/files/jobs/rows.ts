import type { Actor } from "@/lib/kernel/access";
import type { CaptureWord } from "@/lib/features/capture-refusals/model";
import { reading, type Tx } from "@/lib/platform/tx";
import { computopCodes } from "@/lib/wire/computop/codes";

/** What a row asks for, and under which id its capture can be found again after a crash. */
export type RowWish = {
  readonly websiteId: string;
  readonly payId: string;
  readonly minor: number;
  readonly currency: string;
  readonly finish: boolean;
  readonly correlationId: string;
};

/** What came of it: a word of ours, or the bank's own. */
export type RowAnswer = {
  readonly said: CaptureWord | { readonly code: string; readonly text: string };
  readonly operationId: string | null;
};

export type CaptureRow = (actor: Actor, wish: RowWish) => Promise<RowAnswer>;

export type OpenRow = {
  readonly number: number;
  readonly payId: string;
  readonly minor: number;
  readonly currency: string;
  readonly finish: boolean;
};

export type BookedRow = {
  readonly number: number;
  readonly outcome: "ok" | "failed" | "pending";
  readonly code: string;
  readonly text: string;
  readonly operationId: string | null;
};

export function bookedRow({ number }: OpenRow, { said, operationId }: RowAnswer): BookedRow {
  if (typeof said !== "string")
    return { number, outcome: "failed", code: said.code, text: said.text, operationId };
  const [code, text] = computopCodes[said];
  const outcome = said === "ok" || said === "pending" ? said : "failed";
  return { number, outcome, code, text, operationId };
}

type Wanted = {
  readonly fileId: string;
  readonly outcome: "waiting" | "pending";
  readonly after: number;
  readonly most: number;
};

export const openRows = (actor: Actor, { fileId, outcome, after, most }: Wanted): Promise<OpenRow[]> =>
  reading(
    actor.scope,
    (db) => db.$queryRaw<OpenRow[]>`
    select number, pay_id as "payId", amount_minor::float8 as minor, currency, finish from handed_file_row
    where merchant_id = ${actor.scope}::uuid and file_id = ${fileId}::uuid and outcome = ${outcome} and number > ${after}::int
    order by number limit ${most}::int`,
  );

type Changes = { readonly done: number; readonly failed: number };

/** A row that had its answer keeps it: whoever comes second changes nothing. */
export async function writeRows(tx: Tx, fileId: string, rows: readonly BookedRow[]): Promise<void> {
  const [changes] = await tx.db.$queryRaw<Changes[]>`
    with changed as (
      update handed_file_row r set outcome = b.outcome, code = b.code, text = b.text, operation_id = b."operationId",
        booked_at = ${tx.now}::timestamptz
      from json_to_recordset(${JSON.stringify(rows)}::json) as b (number int, outcome text, code text, text text,
        "operationId" uuid)
      where r.merchant_id = ${tx.scope}::uuid and r.file_id = ${fileId}::uuid and r.number = b.number
        and r.outcome in ('waiting', 'pending')
      returning r.outcome)
    select count(*) filter (where outcome <> 'pending')::int as done,
      count(*) filter (where outcome = 'failed')::int as failed from changed`;
  await tx.db.handedFile.update({
    where: { merchantId_id: { merchantId: tx.scope, id: fileId } },
    data: { doneCount: { increment: changes?.done ?? 0 }, failedCount: { increment: changes?.failed ?? 0 } },
    select: { id: true },
  });
  await tx.announce("files", fileId);
}
