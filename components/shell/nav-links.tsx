"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { Icon } from "@/components/ui/icon";

export type NavLink = {
  readonly href: string;
  readonly label: string;
  readonly icon: string;
  /** Other addresses that belong to it. */
  readonly also?: readonly string[];
  /** Pressed after `g`. */
  readonly letter?: string;
  /** A number behind the name, and what it counts. */
  readonly badge?: { readonly text: string; readonly label: string };
};

const isWithin = (pathname: string, href: string) => pathname === href || pathname.startsWith(`${href}/`);

export function NavLinks({ links }: { links: readonly NavLink[] }) {
  const pathname = usePathname();
  useEffect(() => {
    document.querySelector<HTMLElement>("#navigation:popover-open")?.hidePopover();
  }, [pathname]);
  return (
    <ul className="flex flex-col gap-0.5">
      {links.map(({ href, label, icon, letter, badge, also = [] }) => (
        <li key={href}>
          <Link
            href={href}
            prefetch={false}
            aria-current={[href, ...also].some((one) => isWithin(pathname, one)) ? "page" : undefined}
            data-goto={letter}
            className="flex min-h-8 items-center gap-2.5 rounded-md px-2.5 py-1 text-sm leading-tight font-medium text-soft no-underline hover:bg-sunken hover:text-ink aria-[current]:bg-accent-tint aria-[current]:text-accent"
          >
            <Icon name={icon} className="size-4.5 flex-none" />
            {label}
            {badge && (
              <span
                title={badge.label}
                className="numbers ml-auto min-w-5 rounded-full bg-accent-tint px-1.5 text-center text-xs text-accent"
              >
                <span aria-hidden="true">{badge.text}</span>
                <span className="sr-only">{badge.label}</span>
              </span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}
