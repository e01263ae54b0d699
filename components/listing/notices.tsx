import { getTranslations } from "next-intl/server";
import { filtersOn, type ListingView } from "@/components/listing/view";
import { sayFilter } from "@/components/listing/chips";
import { plusDays } from "@/lib/kernel/zoned-day";
import type { Ignored } from "@/lib/listing/spec";

/** Names what the address asked for and the page did not understand. */
export async function IgnoredNotice({ view: { query } }: { view: ListingView }) {
  const t = await getTranslations("listing");
  if (query.ignored.length === 0) return null;
  const say = ({ parameter, value, reason }: Ignored) => t(`ignored.${reason}`, { parameter, value });
  return (
    <div role="status" className="notice mb-3">
      {query.ignored.map((ignored, index) => (
        <p key={index} className="break-words">
          {say(ignored)}
        </p>
      ))}
    </div>
  );
}

function widerHref(view: ListingView): string | null {
  const days = filtersOn(view).find((filter) => filter.kind === "days");
  if (days?.kind !== "days" || days.value.first === null) return null;
  const value = {
    preset: null,
    first: plusDays(days.value.first, -90),
    last: days.value.last,
    from: null,
    until: null,
  };
  return view.href({ filters: { ...view.query.filters, [days.name]: value } });
}

const Begin = ({ text }: { text: string | undefined }) =>
  text === undefined ? null : <p className="max-w-md text-sm text-soft">{text}</p>;

type EmptyProps = {
  readonly view: ListingView;
  /** How a first row comes about. */
  readonly begin: string | undefined;
};

/** Says why nothing is here, and offers a way out. */
export async function EmptyState({ view, begin }: EmptyProps) {
  const t = await getTranslations("listing");
  const { query } = view;
  const on = filtersOn(view);
  const wider = widerHref(view);
  const filtered = on.length > 0 || query.search !== null;
  return (
    <div className="flex flex-col items-center gap-3 border-t border-line px-6 py-16 text-center">
      <svg viewBox="0 0 64 48" className="w-16 text-edge" aria-hidden="true">
        <rect x="6" y="4" width="52" height="40" rx="5" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M6 16h52M14 25h16M14 33h10" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
        <path
          d="M44 24v16"
          stroke="currentColor"
          strokeWidth="2"
          strokeDasharray="0.1 4.5"
          strokeLinecap="round"
        />
      </svg>
      <p className="text-base font-semibold">{filtered ? t("empty.filtered") : t("empty.none")}</p>
      {!filtered && <Begin text={begin} />}
      {filtered && (
        <ul className="text-sm text-soft">
          {query.search !== null && <li>{t("chips.search", { text: query.search })}</li>}
          {on.map((filter) => (
            <li key={filter.name}>{sayFilter(t, view, filter)}</li>
          ))}
        </ul>
      )}
      {filtered && (
        <p className="flex flex-wrap justify-center gap-2">
          {wider !== null && (
            <a href={wider} className="button no-underline">
              {t("empty.widen")}
            </a>
          )}
          <a href={view.href({ search: null, filters: {} })} className="button no-underline">
            {t("clearAll")}
          </a>
        </p>
      )}
    </div>
  );
}
