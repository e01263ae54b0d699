import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { classTones } from "@/app/(portal)/bounces/tones";
import { Status } from "@/components/ui/status";
import { emailBounceListing } from "@/lib/features/email-bounces/listing";
import type { ClassCount } from "@/lib/features/email-bounces/queries";
import { addressOf } from "@/lib/listing/address";
import type { Listing, ListingQuery } from "@/lib/listing/spec";

type CountsProps = {
  readonly query: ListingQuery;
  readonly counts: Promise<readonly ClassCount[]>;
};

/** What is listed, by class; each narrows the list to itself, or takes that back. */
export async function ClassCounts({ query, counts }: CountsProps) {
  const t = await getTranslations("email-bounces");
  const found = await counts;
  if (found.length === 0) return null;
  const chosen = query.filters["class"] as readonly string[] | undefined;
  const { class: _, ...others } = query.filters;
  const listing = emailBounceListing as unknown as Listing;
  return (
    <nav aria-label={t("byClass")} className="mb-4">
      <ul className="flex flex-wrap gap-2">
        {found.map(({ class: name, count, more }) => {
          const isOn = chosen?.length === 1 && chosen[0] === name;
          const filters = isOn ? others : { ...others, class: [name] };
          const address = addressOf(listing, query, { filters, page: null }).toString();
          return (
            <li key={name}>
              <Link
                href={address === "" ? "/email-bounces" : `/email-bounces?${address}`}
                prefetch={false}
                scroll={false}
                aria-current={isOn ? "true" : undefined}
                className="panel flex items-center gap-2 px-3 py-1.5 text-sm no-underline hover:border-edge aria-[current]:border-accent"
              >
                <span className="numbers font-semibold">{t(more ? "over" : "figure", { count })}</span>
                <Status tone={classTones[name]} word={t(`values.class.${name}`)} code={name} />
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

export const CountsPending = () => <div aria-hidden="true" className="skeleton mb-4 h-9 max-w-xl" />;
