import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { FileHeader } from "@/app/(portal)/files/[id]/file-header";
import { FileProgress } from "@/app/(portal)/files/[id]/file-progress";
import { RowsPart } from "@/app/(portal)/files/[id]/rows-part";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { LiveRefresh } from "@/components/detail/live-refresh";
import { fileListing } from "@/lib/features/files/listing";
import { rowOutcomes } from "@/lib/features/files/model";
import { getFile } from "@/lib/features/files/queries/get-file";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type FileRoute = {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("files"))("title") };
}

const last = (value: string | string[] | undefined) => [value ?? ""].flat().at(-1) ?? "";

export default async function FilePage({ params, searchParams }: FileRoute) {
  const { actor, merchant } = await requirePermission(fileListing.permission);
  const { id } = await params;
  const wanted = await searchParams;
  const show = rowOutcomes.find((outcome) => outcome === last(wanted["show"])) ?? null;
  const after = /^\d{1,7}$/.test(last(wanted["after"])) ? Number(last(wanted["after"])) : 0;
  const detail = await getFile(actor.scope, { id, show, after });
  if (detail === null) notFound();
  const writing = await writingFor(merchant.timezone, requestTime());
  const { file } = detail;
  return (
    <>
      <LiveRefresh source="/api/live/files" id={id} />
      <FileHeader file={file} writing={writing} may={actor.may} />
      {file.kind === "capture" && (
        <div className="flex flex-col gap-4">
          <FileProgress file={file} writing={writing} />
          <RowsPart detail={detail} show={show} after={after} writing={writing} />
        </div>
      )}
    </>
  );
}
