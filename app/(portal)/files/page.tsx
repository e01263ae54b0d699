import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { phaseTones } from "@/app/(portal)/files/tones";
import { UploadForm, type UploadTexts } from "@/app/(portal)/files/upload-form";
import { openList } from "@/app/(portal)/views/open-list";
import { ListingPage, type ListingRoute } from "@/components/listing/listing-page";
import { fileListing } from "@/lib/features/files/listing";
import { getFolderName } from "@/lib/features/files/queries/folder";
import { findFiles, summariseFiles } from "@/lib/features/files/queries/list";
import { findMerchantIds } from "@/lib/features/files/queries/merchant-ids";
import { requirePermission, type Session } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("files"))("title") };
}

async function uploadTexts(): Promise<UploadTexts> {
  const t = await getTranslations("file");
  return {
    ...{
      title: t("upload.title"),
      explain: t("upload.explain"),
      mid: t("upload.mid"),
      file: t("upload.file"),
    },
    ...{
      check: t("upload.check"),
      clean: t("upload.clean"),
      known: t("upload.known"),
      wrong: t("upload.wrong"),
    },
    ...{ open: t("upload.open"), incomplete: t("upload.incomplete") },
    refusals: {
      forbidden: t("refusals.forbidden"),
      too_large: t("refusals.too_large"),
      mid_unknown: t("refusals.mid_unknown"),
      too_many_today: t("refusals.too_many_today"),
    },
  };
}

async function UploadPart({ actor }: Pick<Session, "actor">) {
  if (!actor.may.has("payments:capture")) return null;
  const t = await getTranslations("file");
  const mids = await findMerchantIds(actor.scope);
  if (mids.length === 0) return <p className="panel mb-4 p-4 text-sm text-soft">{t("upload.noMid")}</p>;
  const folder = getFolderName(actor.scope);
  return (
    <>
      <UploadForm texts={await uploadTexts()} mids={mids} />
      {folder !== null && <p className="mb-4 text-sm text-soft">{t("folder", { name: folder })}</p>}
    </>
  );
}

export default async function FilesPage({ searchParams }: ListingRoute) {
  const session = await requirePermission(fileListing.permission);
  const { actor } = session;
  const t = await getTranslations("file");
  const { query, views } = await openList(session, fileListing, searchParams);
  const summary = summariseFiles(actor.scope, query);
  return (
    <ListingPage
      listing={fileListing}
      query={query}
      page={await findFiles(actor.scope, query)}
      summary={summary}
      tones={{ phase: phaseTones }}
      views={views}
      begin={t("begin")}
      above={<UploadPart actor={actor} />}
      mayExport={actor.may.has("payments:export")}
      live
    />
  );
}
