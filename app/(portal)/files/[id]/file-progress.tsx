import { getTranslations } from "next-intl/server";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import type { HandedFile } from "@/lib/features/files/queries/get-file";

/** How far it is, and what it sums up to. */
export async function FileProgress({ file, writing }: { file: HandedFile; writing: Writing }) {
  const t = await getTranslations("file");
  const { count } = writing.format;
  const { rows, done, failed } = file;
  const progress = t("progress", { done: count(done), all: count(rows), failed: count(failed) });
  const share = (part: number) => ({ width: `${String((part / Math.max(1, rows)) * 100)}%` });
  return (
    <section className="panel flex flex-col gap-3 p-4" aria-label={progress}>
      <p role="status">{t(`says.${file.phase}`)}</p>
      <div
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={rows}
        aria-valuenow={done}
        aria-label={progress}
        className="flex h-3 w-full overflow-hidden rounded-full bg-sunken"
      >
        <span className="bg-good" style={share(done - failed)} />
        <span className="bg-bad" style={share(failed)} />
      </div>
      <p className="numbers text-sm font-medium">{progress}</p>
      <ul className="numbers text-sm text-soft">
        {file.sums.map((total) => (
          <li key={total.currency}>{t("totals", { rows: count(total.rows), sums: writing.money(total) })}</li>
        ))}
      </ul>
    </section>
  );
}
