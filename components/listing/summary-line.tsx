import { getTranslations } from "next-intl/server";
import type { ListingView } from "@/components/listing/view";
import type { Summary } from "@/lib/listing/spec";

/** How many rows match, and what they add up to: per currency, never across. */
export async function SummaryLine({
  view,
  summary,
}: {
  view: ListingView;
  summary: Promise<Summary | null>;
}) {
  const t = await getTranslations("listing");
  const say = await getTranslations();
  const found = await summary;
  if (found === null) return <p className="text-sm text-soft">{t("notCounted")}</p>;
  const { count, more, sums } = found;
  const { name, format } = view;
  return (
    <p className="numbers flex flex-wrap items-baseline gap-x-4 gap-y-0.5 text-sm text-soft">
      <strong className="font-semibold text-ink" data-summary="count">
        {say(more ? `${name}.moreThan` : `${name}.count`, { count })}
      </strong>
      {sums?.map((sum) => {
        const [figure, currency] = format.money(sum);
        return (
          <span key={currency} data-summary="sum">
            {figure} <span className="text-xs text-faint">{currency}</span>
          </span>
        );
      })}
      {more && (
        <a href={view.href({ exact: true })} className="text-xs text-accent">
          {t("countAll")}
        </a>
      )}
    </p>
  );
}

export const SummaryPending = () => <span className="skeleton block h-4 w-56 max-w-full" />;
