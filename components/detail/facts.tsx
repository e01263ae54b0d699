import type { ReactNode } from "react";
import { CopyButton } from "@/components/detail/copy-button";

export type Fact = {
  readonly label: string;
  /** Null: not known, so not shown. */
  readonly value: string | null;
  readonly shown?: ReactNode;
  readonly mono?: boolean;
};

type FactsProps = {
  readonly title: string;
  readonly copy: string;
  readonly facts: readonly Fact[];
  /** Said when nothing is known at all. */
  readonly empty?: string;
  readonly children?: ReactNode;
};

/** What is known, each value one click from the clipboard. */
export function Facts({ title, copy, facts, empty, children }: FactsProps) {
  const nothing = facts.every(({ value }) => value === null);
  return (
    <section className="panel p-4" aria-label={title}>
      <h2 className="panel-title mb-2">{title}</h2>
      {nothing && <p className="text-sm text-soft">{empty}</p>}
      <dl className="numbers max-w-xl text-sm">
        {facts.map(({ label, value, shown, mono }) =>
          value === null ? null : (
            <div key={label} className="flex items-center gap-2 py-0.5">
              <dt className="w-32 flex-none text-soft sm:w-36 lg:w-32">{label}</dt>
              <dd
                className={`min-w-0 flex-1 [overflow-wrap:anywhere] ${mono ? "font-mono text-xs" : ""}`}
                title={value}
              >
                {shown ?? value}
              </dd>
              <dd>
                <CopyButton value={value} label={`${copy}: ${label}`} />
              </dd>
            </div>
          ),
        )}
      </dl>
      {children}
    </section>
  );
}
