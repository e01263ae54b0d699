import type { ReactNode } from "react";

/** The one page that a shop's customer sees of us. */
export const CustomerFrame = ({ title, children }: { title: string; children: ReactNode }) => (
  <main id="main" className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
    <section className="panel w-full max-w-md p-6 shadow-raised">
      <h1 className="mb-4 text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">{title}</h1>
      {children}
    </section>
  </main>
);
