import type { ReactNode } from "react";

type SettingsPageProps = { readonly title: string; readonly lead: string; readonly children: ReactNode };

export function SettingsPage({ title, lead, children }: SettingsPageProps) {
  return (
    <div className="max-w-4xl">
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <p className="mt-1 mb-5 text-sm text-soft">{lead}</p>
      {children}
    </div>
  );
}
