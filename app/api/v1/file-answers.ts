import type { z } from "zod";
import type { FileCheck, FileDetail, FileSummary, NewFile } from "@/app/api/v1/file-schemas";
import type { FileRow } from "@/lib/features/files/listing";
import type { FileTotal } from "@/lib/features/files/model";
import { getFile } from "@/lib/features/files/queries/get-file";
import { findMerchantIds } from "@/lib/features/files/queries/merchant-ids";
import type { MerchantScope } from "@/lib/kernel/access";
import { problem, type Answer } from "@/lib/web/problem";
import { checkCaptureFile, type FileCheck as Check } from "@/lib/wire/batch-files/check";
import { isRight, merchantIdOf } from "@/lib/wire/batch-files/hand-over";

type Keys<T extends z.ZodType> = Record<keyof z.input<T>, unknown>;

const details = {
  not_found: "There is no such file.",
  mid_unknown: "Say `mid`, or name it in HEAD. Settings, Websites shows yours.",
  too_many_today: "Today's 999 file names are used up.",
  booked_before: "Read phase of the file.",
} as const;

export const refusedFile = (refusal: keyof typeof details): Answer => problem(refusal, details[refusal]);

/** Files of failed renewals do not count their rows by currency. */
const sumOf = ({ rows, minor, currency }: Omit<FileTotal, "rows"> & { readonly rows?: number }) => ({
  ...{ rows: rows ?? null, amount: { minor, currency } },
});

export const fileSummary = (row: FileRow) =>
  ({
    ...{ id: row.id, name: row.name, kind: row.kind, phase: row.phase },
    ...{ rows: row.rows, done: row.done, failed: row.failed, sums: row.totals.map(sumOf) },
    ...{ source: row.source, createdAt: row.createdAt, finishedAt: row.finishedAt },
  }) satisfies Keys<typeof FileSummary>;

type Detail = NonNullable<Awaited<ReturnType<typeof getFile>>>;

function fileAnswer({ file, rows }: Detail) {
  const { id, name, kind, phase, mid, version, source, createdAt, finishedAt, otherId } = file;
  return {
    ...{ id, name, kind, phase, mid, version, source, createdAt, finishedAt },
    ...{ rows: file.rows, done: file.done, failed: file.failed, sums: file.sums.map(sumOf) },
    resultId: kind === "capture" ? otherId : null,
    captureId: kind === "result" ? otherId : null,
    failedRows: rows.map(({ number: row, payId, transId, code, text }) => ({
      ...{ row, payId, transId, code, text },
    })),
  } satisfies Keys<typeof FileDetail>;
}

/** The file as it stands, or null. */
export async function readFile(scope: MerchantScope, id: string | null) {
  const detail = id === null ? null : await getFile(scope, { id, show: "failed", after: 0 });
  return detail === null ? null : fileAnswer(detail);
}

const errorsOf = ({ problems, errors }: Check) => [
  ...problems.map(({ line, reason }) => ({ row: line, field: null, reason })),
  ...errors.map(({ line, field, reason }) => ({ row: line, field, reason })),
];

export const checkAnswer = (mid: string, check: Check) =>
  ({
    ...{ mid, version: check.version, isRight: isRight(check) },
    ...{ rows: check.rows, wrongRows: check.wrongRows },
    sums: check.totals.map(({ rows, amount }) => ({ rows, amount })),
    errors: errorsOf(check),
  }) satisfies Keys<typeof FileCheck>;

export const wrongFile = (check: Check): Answer =>
  problem("file_wrong", `Nothing was stored. ${check.wrongRows} of ${check.rows} rows are wrong.`, {
    errors: errorsOf(check).map(({ row, field, reason }) => ({
      field: ["rows", row.toString(), ...(field === null ? [] : [field])].join("."),
      reason,
    })),
  });

type Delivery = { readonly told: z.output<typeof NewFile>; readonly content: Uint8Array };

/** Whose captures a delivered file holds, and what is wrong with it; null: none of the merchant's MerchantIDs. */
export async function checkDelivery(scope: MerchantScope, { told, content }: Delivery) {
  const { name = "", mid } = told;
  const mids = (await findMerchantIds(scope)).map((one) => one.mid);
  const found = mid === undefined ? merchantIdOf({ name, content }, mids) : mids.find((one) => one === mid);
  if (found === null || found === undefined) return null;
  return { mid: found, name, check: checkCaptureFile(content, found) };
}
