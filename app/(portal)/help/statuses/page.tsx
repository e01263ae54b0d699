import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FlowSection } from "@/app/(portal)/help/statuses/flow-section";
import { flowNames } from "@/app/(portal)/help/statuses/flow-words";
import { requireSession } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("help"))("title") };
}

export default async function StatusesPage() {
  await requireSession();
  const t = await getTranslations("help");
  const flow = await getTranslations("flow");
  return (
    <>
      <header className="mb-5 max-w-3xl">
        <h1 className="mb-1 text-xl font-semibold tracking-tight">{t("title")}</h1>
        <p className="text-soft">{t("lead")}</p>
        <nav aria-label={t("contents")} className="no-print mt-3 flex flex-wrap gap-2">
          {flowNames.map((name) => (
            <a key={name} href={`#${name}`} className="button">
              {flow(`names.${name}`)}
            </a>
          ))}
        </nav>
      </header>
      <div className="flex flex-col gap-10">
        {flowNames.map((name) => (
          <FlowSection key={name} name={name} />
        ))}
      </div>
    </>
  );
}
