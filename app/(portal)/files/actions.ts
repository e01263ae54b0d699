"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { writingFor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { confirmFile, ConfirmInput } from "@/lib/features/files/commands/confirm";
import { handIn } from "@/lib/features/files/commands/hand-in";
import { largestFile } from "@/lib/features/files/model";
import type { Actor } from "@/lib/kernel/access";
import { berlinDay } from "@/lib/kernel/nights";
import { err, ok } from "@/lib/kernel/result";
import { action } from "@/lib/web/action";
import { requestTime } from "@/lib/web/request-time";
import { checkCaptureFile, type FileCheck } from "@/lib/wire/batch-files/check";
import { fileToHandIn, isRight } from "@/lib/wire/batch-files/hand-over";

const UploadInput = z.object({ mid: z.string().min(1).max(30), file: z.instanceof(File) });

/** What is wrong, line by line, in the reader's language. */
async function sayProblems({ problems, errors }: FileCheck): Promise<string[]> {
  const t = await getTranslations("file");
  return [
    ...problems.map(({ line, reason }) => t("wrongLine", { line, what: t(`problems.${reason}`) })),
    ...errors.map(({ line, field, reason }) =>
      t("wrongField", { line, field: t(`fields.${field}`), what: t(`reasons.${reason}`) }),
    ),
  ];
}

async function sayTotals({ rows, totals }: FileCheck, { money, format }: Writing): Promise<string> {
  const t = await getTranslations("file");
  const sums = totals.map(({ amount }) => money(amount)).join(", ");
  return t("totals", { rows: format.count(rows), sums });
}

async function checkAndStore(actor: Actor, { mid, file }: z.output<typeof UploadInput>) {
  if (file.size > largestFile) return err("too_large");
  const content = new Uint8Array(await file.arrayBuffer());
  const check = checkCaptureFile(content, mid);
  const totals = await sayTotals(check, await writingFor("UTC", requestTime()));
  if (!isRight(check)) return ok({ fileId: null, isNew: false, totals, wrong: await sayProblems(check) });
  const place = { mid, day: berlinDay(requestTime()), order: "back_office" } as const;
  const checked = fileToHandIn({ name: file.name, content }, check, place);
  const stored = await handIn(actor, { ...checked, source: "portal" });
  if (!stored.ok) return stored;
  return ok({ fileId: stored.value.id, isNew: stored.value.isNew, totals, wrong: [] as string[] });
}

/** The check before sending: only a file without an error is stored, and nothing of it is booked yet. */
export const upload = action({
  permission: "payments:capture",
  input: UploadInput,
  run: checkAndStore,
  refresh: "/files",
});

export const confirm = action({
  permission: "payments:capture",
  input: ConfirmInput,
  run: confirmFile,
  refresh: "/files",
});
