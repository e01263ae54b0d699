"use client";

import { sayCount, type PluralForms } from "@/components/ui/plural";
import { Icon } from "@/components/ui/icon";

/** "4 new": the first page with them is one click away. */
export function NewRows({ count, forms, href }: { count: number; forms: PluralForms; href: string }) {
  return (
    <span role="status" className="contents">
      {count > 0 && (
        <a
          href={href}
          className="inline-flex h-7 items-center gap-1 rounded-full bg-accent px-3 text-xs font-semibold text-accent-ink no-underline"
        >
          <Icon name="asc" className="size-3.5" />
          {sayCount(forms, count)}
        </a>
      )}
    </span>
  );
}
