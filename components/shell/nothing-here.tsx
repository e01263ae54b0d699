import Link from "next/link";

type NothingHereProps = { readonly title: string; readonly text: string; readonly home: string };

/** The same for what is not there and for what belongs to somebody else. */
export function NothingHere({ title, text, home }: NothingHereProps) {
  return (
    <div className="panel mx-auto mt-12 max-w-lg p-6">
      <h1 className="text-lg font-semibold">{title}</h1>
      <p className="mt-2 text-soft">{text}</p>
      <Link href="/payments" prefetch={false} className="button mt-5 no-underline">
        {home}
      </Link>
    </div>
  );
}
