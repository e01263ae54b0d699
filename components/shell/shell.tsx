import Link from "next/link";
import type { ReactNode } from "react";
import { NavLinks, type NavLink } from "@/components/shell/nav-links";
import { Icon } from "@/components/ui/icon";

type ShellProps = {
  readonly navigation: readonly NavLink[];
  readonly settings: readonly NavLink[];
  readonly texts: { readonly navigation: string; readonly menu: string; readonly settings: string };
  /** Not real money: said on every page. */
  readonly demo: { readonly label: string; readonly hint: string } | null;
  readonly merchant: ReactNode;
  readonly search: ReactNode;
  readonly searchSmall: ReactNode;
  readonly account: ReactNode;
  readonly children: ReactNode;
};

const Logo = () => (
  <Link
    href="/home"
    prefetch={false}
    className="flex items-center gap-2 px-2 font-semibold tracking-tight no-underline"
  >
    {/* eslint-disable-next-line @next/next/no-img-element -- a small vector file needs no optimiser */}
    <img src="/logo.svg" alt="" width="22" height="22" />
    <span>Counterfoil</span>
  </Link>
);

function Demo({ demo }: { demo: NonNullable<ShellProps["demo"]> }) {
  return (
    <p
      title={demo.hint}
      className="inline-block rounded-full bg-doubt-tint px-2.5 py-0.5 text-xs font-semibold whitespace-nowrap text-doubt"
    >
      {demo.label}
    </p>
  );
}

/** A native popover is the drawer of small screens: light dismiss, Esc and focus come with the browser. */
export function Shell(props: ShellProps) {
  const { texts, demo } = props;
  return (
    <div className="lg:grid lg:min-h-dvh lg:grid-cols-[13.5rem_minmax(0,1fr)]">
      <header className="no-print sticky top-0 z-20 flex h-12 items-center gap-2 border-b border-line bg-paper px-2 lg:hidden">
        <button
          type="button"
          popoverTarget="navigation"
          aria-label={texts.menu}
          className="button button-quiet px-2"
        >
          <Icon name="menu" className="size-5" />
        </button>
        <Logo />
        <span className="flex-1" />
        {demo && <Demo demo={demo} />}
        {props.searchSmall}
      </header>
      <aside
        id="navigation"
        aria-label={texts.menu}
        popover="auto"
        className="no-print m-0 h-dvh max-h-none w-64 flex-col gap-3 border-r border-line bg-paper p-3 text-ink open:flex lg:sticky lg:top-0 lg:flex lg:w-auto"
      >
        <Logo />
        <div>{props.merchant}</div>
        {demo && (
          <div className="px-2">
            <Demo demo={demo} />
          </div>
        )}
        {props.search}
        <nav aria-label={texts.navigation} className="flex-1 overflow-y-auto">
          <NavLinks links={props.navigation} />
          <p className="mt-5 mb-1 px-2.5 text-xs font-medium text-faint">{texts.settings}</p>
          <NavLinks links={props.settings} />
        </nav>
        {props.account}
      </aside>
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-[100rem] px-4 py-5 outline-none sm:px-5">
        {props.children}
      </main>
    </div>
  );
}
