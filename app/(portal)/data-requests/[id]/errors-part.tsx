import { getTranslations } from "next-intl/server";
import { Section } from "@/components/detail/section";
import { Icon } from "@/components/ui/icon";
import type { RequestError } from "@/lib/features/data-requests/model";

const whereOf = ({ service, action, name }: RequestError): string =>
  [service, action, name].filter((part) => part !== null && part !== "").join(" › ");

/** What was wrong with a request that is 491 (domain.md 2.7), as the shop was told it. */
export async function ErrorsPart({ errors }: { errors: readonly RequestError[] }) {
  if (errors.length === 0) return null;
  const t = await getTranslations("data-requests");
  return (
    <Section title={t("parts.errors")}>
      <ul className="text-sm">
        {errors.map((error, place) => (
          <li key={place} className="flex gap-3 border-t border-line px-4 py-2.5 first:border-t-0">
            <span className="tone-bad mt-0.5">
              <Icon name="bad" />
            </span>
            <span className="min-w-0 flex-1">
              <span className="font-medium [overflow-wrap:anywhere]">{error.message}</span>
              <span className="block text-xs [overflow-wrap:anywhere] text-soft">{whereOf(error)}</span>
            </span>
            <span className="font-mono text-xs text-faint" title={error.kind}>
              {error.error}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
