import Link from "next/link";

/** One act as a bar or a menu shows it. */
export type ActView<N extends string = string> = {
  readonly name: N;
  readonly title: string;
  readonly icon?: string;
  /** Null: it is open. */
  readonly why: string | null;
  /** Where the thing can be done instead, or opened. */
  readonly elsewhere: { readonly href: string; readonly label: string } | null;
};

export function Elsewhere({ place }: { readonly place: ActView["elsewhere"] }) {
  if (place === null) return null;
  const { href, label } = place;
  if (href.startsWith("/"))
    return (
      <Link href={href} prefetch={false} className="text-accent underline">
        {label}
      </Link>
    );
  return (
    <a href={href} target="_blank" rel="noreferrer" className="text-accent underline">
      {label}
    </a>
  );
}
