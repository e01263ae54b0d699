import type { ReactNode } from "react";

type SectionProps = { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode };

export function Section({ title, aside, children }: SectionProps) {
  return (
    <section className="panel" aria-label={title}>
      <header className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5">
        <h2 className="panel-title flex-1">{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
