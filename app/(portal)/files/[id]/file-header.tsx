import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { confirm } from "@/app/(portal)/files/actions";
import { phaseTones } from "@/app/(portal)/files/tones";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { ActionForm } from "@/app/(portal)/settings/action-form";
import { Status } from "@/components/ui/status";
import type { HandedFile } from "@/lib/features/files/queries/get-file";
import type { Permission } from "@/lib/kernel/access";

type HeaderProps = {
  readonly file: HandedFile;
  readonly writing: Writing;
  readonly may: ReadonlySet<Permission>;
};

async function ConfirmButton({ file, writing }: Omit<HeaderProps, "may">) {
  const t = await getTranslations("file");
  const gone = t("refusals.booked_before");
  const sums = file.sums.map(writing.money).join(", ");
  return (
    <ActionForm
      action={confirm}
      hidden={{ fileId: file.id }}
      submit={t("confirm.submit")}
      done={t("confirm.done")}
      refusals={{ forbidden: t("refusals.forbidden"), not_found: gone, booked_before: gone }}
      ask={{
        title: t("confirm.title"),
        text: t("confirm.text", { rows: writing.format.count(file.rows), sums }),
        confirm: t("confirm.submit"),
        cancel: t("confirm.cancel"),
      }}
    />
  );
}

/** What the file is, and what can be done with it. */
export async function FileHeader({ file, writing, may }: HeaderProps) {
  const t = await getTranslations("file");
  const list = await getTranslations("files");
  const by = { name: file.actor.replace(/^user:/, ""), at: writing.exact(file.createdAt) };
  return (
    <header className="mb-4 flex flex-wrap items-center gap-3">
      <div className="min-w-0 flex-1">
        <p className="text-sm">
          <Link href="/files" prefetch={false} className="text-accent underline">
            {list("title")}
          </Link>
        </p>
        <h1 className="flex flex-wrap items-center gap-3 text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">
          {file.name}
          <Status
            tone={phaseTones[file.phase]}
            word={list(`values.phase.${file.phase}`)}
            code={file.phase}
            chip
          />
        </h1>
        <p className="numbers text-sm text-soft">
          {list(`values.kind.${file.kind}`)} · {t("handedIn", by)}
        </p>
      </div>
      <div className="no-print flex flex-wrap gap-2">
        {file.kind === "capture" && file.phase === "T" && may.has("payments:capture") && (
          <ConfirmButton file={file} writing={writing} />
        )}
        {file.otherId !== null && (
          <Link href={`/files/${file.otherId}`} prefetch={false} className="button no-underline">
            {t(file.kind === "result" ? "openCapture" : "openResult")}
          </Link>
        )}
        {may.has("payments:export") && (
          <a href={`/api/files/${file.id}`} className="button no-underline" download>
            {t("download")}
          </a>
        )}
      </div>
    </header>
  );
}
