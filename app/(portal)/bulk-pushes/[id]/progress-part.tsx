import { getLocale, getTranslations } from "next-intl/server";
import type { BulkDetail, BulkPush } from "@/lib/features/bulk-pushes/queries/get-bulk-push";
import { cellFormat } from "@/lib/listing/cells";

const sayingOf = ({ state, reason }: BulkPush) =>
  state !== "stopped" ? state : reason === "by_person" ? "stopped_person" : "stopped_host";

const parts = [
  { result: "accepted", colour: "bg-good" },
  { result: "refused", colour: "bg-bad" },
  { result: "not_sent", colour: "bg-doubt" },
] as const;

/** What happens at the moment, and how far it is. */
export async function ProgressPart({ detail: { bulk, counts } }: { detail: BulkDetail }) {
  const t = await getTranslations("bulkPush");
  const { count } = cellFormat(await getLocale(), "UTC");
  const of = (result: keyof typeof counts) => counts[result] ?? 0;
  const done = of("accepted") + of("refused");
  const all = done + of("planned") + of("not_sent");
  const progress = t("progress", { done: count(done), all: count(all) });
  return (
    <section className="panel flex flex-col gap-3 p-4" aria-label={progress}>
      <p role="status">{t(`says.${sayingOf(bulk)}`)}</p>
      <div
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={all}
        aria-valuenow={done}
        aria-label={progress}
        className="flex h-3 w-full overflow-hidden rounded-full bg-sunken"
      >
        {parts.map(({ result, colour }) => (
          <span
            key={result}
            className={colour}
            style={{ width: `${String((of(result) / Math.max(1, all)) * 100)}%` }}
          />
        ))}
      </div>
      <p className="numbers text-sm font-medium">{progress}</p>
    </section>
  );
}
