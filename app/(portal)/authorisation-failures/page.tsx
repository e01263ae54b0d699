import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { authorisationFailureListing } from "@/lib/features/authorisation-failures/listing";
import {
  findAuthorisationFailures,
  findFailureFiles,
  summariseAuthorisationFailures,
} from "@/lib/features/authorisation-failures/queries";
import { websiteOptions } from "@/lib/features/websites/queries";
import { requirePermission, type Session } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("authorisation-failures"))("title") };
}

/** The newest F-files, to be taken home. */
async function FilesPart({ actor }: Pick<Session, "actor">) {
  const files = actor.may.has("payments:export") ? await findFailureFiles(actor.scope) : [];
  if (files.length === 0) return null;
  const t = await getTranslations("authorisation-failures");
  return (
    <section className="panel mb-4 flex flex-col gap-2 p-4" aria-label={t("files")}>
      <h2 className="panel-title">{t("files")}</h2>
      <ul className="numbers flex flex-wrap gap-2 text-sm">
        {files.map(({ id, name, rows }) => (
          <li key={id}>
            <a href={`/api/files/${id}`} className="button no-underline" download>
              {t("download", { name, rows })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

export default async function AuthorisationFailuresPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(authorisationFailureListing.permission);
  const { actor } = session;
  const t = await getTranslations("authorisation-failures");
  const findOptions = async () => ({ website: await websiteOptions(actor.scope) });
  const { query, views } = await openList(session, authorisationFailureListing, searchParams, findOptions);
  const summary = summariseAuthorisationFailures(actor.scope, query);
  const [page, options] = await Promise.all([findAuthorisationFailures(actor.scope, query), findOptions()]);
  return (
    <ListingPage
      listing={authorisationFailureListing}
      query={query}
      page={page}
      summary={summary}
      options={options}
      views={views}
      begin={t("begin")}
      above={<FilesPart actor={actor} />}
      mayExport={actor.may.has("payments:export")}
    />
  );
}
