import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { notFound } from "next/navigation";
import { SettingsPage } from "@/app/(portal)/settings/settings-page";
import { SchemeForm } from "@/app/(portal)/settings/websites/[id]/schemes/scheme-form";
import { schemeTexts } from "@/app/(portal)/settings/websites/[id]/schemes/scheme-texts";
import { Section } from "@/components/detail/section";
import { Icon } from "@/components/ui/icon";
import { findSchemes } from "@/lib/features/schemes/queries/find-schemes";
import { requirePermission } from "@/lib/web/session";

type SchemesRoute = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("schemes"))("title") };
}

export default async function SchemesPage({ params }: SchemesRoute) {
  const { actor } = await requirePermission("settings:manage");
  const found = await findSchemes(actor.scope, (await params).id);
  if (found === null) notFound();
  const t = await getTranslations("schemes");
  const settings = await getTranslations("settings");
  const texts = await schemeTexts();
  const { website, schemes } = found;
  return (
    <>
      <Link
        href="/settings/websites"
        prefetch={false}
        className="no-print mb-3 inline-flex items-center gap-1 text-sm text-soft no-underline hover:text-ink"
      >
        <Icon name="left" className="size-3.5" />
        {settings("pages.websites")}
      </Link>
      <SettingsPage title={t("of", { name: website.name })} lead={t("lead")}>
        <div className="flex flex-col gap-4">
          {schemes.map((scheme) => (
            <Section
              key={scheme.id}
              title={`${scheme.name} · ${scheme.key}`}
              aside={<span className="text-xs text-soft">{t("invoices", { count: scheme.invoices })}</span>}
            >
              <SchemeForm websiteId={website.id} scheme={scheme} texts={texts} />
            </Section>
          ))}
          <Section title={t("new")}>
            {/* A saved one moves up; the form for the next begins anew. */}
            <SchemeForm key={schemes.length} websiteId={website.id} scheme={null} texts={texts} />
          </Section>
        </div>
      </SettingsPage>
    </>
  );
}
