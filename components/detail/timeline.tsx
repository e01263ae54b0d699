import Link from "next/link";
import type { ReactNode } from "react";
import { Icon, type Tone } from "@/components/ui/icon";

export type TimelineLine = {
  readonly id: string;
  readonly icon: string;
  readonly tone: Tone;
  readonly text: string;
  /** Where the whole of it is shown. */
  readonly href?: string | null;
  readonly note: string | null;
  readonly actor: string | null;
  /** The message that set it (U3). */
  readonly source?: ReactNode;
  readonly at: string;
  readonly iso: string;
};

/** Newest first: what happened, when exactly, and who did it. */
export function Timeline({ lines, empty }: { lines: readonly TimelineLine[]; empty: ReactNode }) {
  if (lines.length === 0) return <p className="px-4 py-6 text-sm text-soft">{empty}</p>;
  return (
    <ol className="numbers px-4 py-2 text-sm">
      {lines.map(({ id, icon, tone, text, href, note, actor, source, at, iso }) => (
        <li key={id} className="relative flex gap-3 py-1.5 max-sm:flex-wrap max-sm:gap-y-0">
          <span className={`tone-${tone} mt-0.5 flex size-5 flex-none items-center justify-center`}>
            <Icon name={icon} className="size-4" />
          </span>
          <span className="min-w-0 flex-1">
            {href == null ? (
              <span className="font-medium">{text}</span>
            ) : (
              <Link
                href={href}
                prefetch={false}
                className="font-medium text-accent no-underline hover:underline"
              >
                {text}
              </Link>
            )}
            {note !== null && <span className="ml-2 break-words text-soft">{note}</span>}
            {actor !== null && <span className="block text-xs text-faint">{actor}</span>}
            {source !== undefined && <span className="block text-xs text-faint">{source}</span>}
          </span>
          <time
            dateTime={iso}
            className="flex-none text-xs leading-5 text-soft max-sm:basis-full max-sm:pl-8 sm:text-right"
          >
            {at}
          </time>
        </li>
      ))}
    </ol>
  );
}
