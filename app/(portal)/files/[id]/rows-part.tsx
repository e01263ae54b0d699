import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { outcomeTones } from "@/app/(portal)/files/tones";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import { ScrollFrame } from "@/components/ui/scroll-frame";
import { Status } from "@/components/ui/status";
import { rowOutcomes, type RowOutcome } from "@/lib/features/files/model";
import type { FileDetail, HandedRow } from "@/lib/features/files/queries/get-file";

type RowsProps = {
  readonly detail: FileDetail;
  readonly show: RowOutcome | null;
  readonly after: number;
  readonly writing: Writing;
};

const hrefOf = (id: string, show: RowOutcome | null, after = 0) => {
  const address = new URLSearchParams();
  if (show !== null) address.append("show", show);
  if (after > 0) address.append("after", after.toString());
  return `/files/${id}?${address.toString()}`;
};

async function Tabs({ detail: { file }, show }: Pick<RowsProps, "detail" | "show">) {
  const t = await getTranslations("file");
  return (
    <nav className="flex flex-wrap gap-2" aria-label={t("rows.title")}>
      {([null, ...rowOutcomes] as const).map((outcome) => (
        <Link
          key={outcome ?? "all"}
          href={hrefOf(file.id, outcome)}
          prefetch={false}
          scroll={false}
          aria-current={outcome === show ? "page" : undefined}
          className="rounded-full border border-line px-3 py-1 text-xs font-medium no-underline hover:border-edge aria-[current]:border-accent aria-[current]:bg-accent-tint aria-[current]:text-accent"
        >
          {t(`outcomes.${outcome ?? "all"}`)}
        </Link>
      ))}
    </nav>
  );
}

async function Row({ row, writing }: { row: HandedRow; writing: Writing }) {
  const t = await getTranslations("file");
  const { minor, currency, code, text } = row;
  return (
    <tr className="border-t border-line">
      <td className="px-4 py-1.5 text-right text-faint">{row.number}</td>
      <td className="px-4 py-1.5 text-right whitespace-nowrap">
        {minor === null || currency === null ? null : writing.money({ minor, currency })}
        {row.finish && <span className="ml-2 text-xs text-soft">{t("rows.finish")}</span>}
      </td>
      <td className="px-4 py-1.5 [overflow-wrap:anywhere]">{row.transId}</td>
      <td className="px-4 py-1.5 [overflow-wrap:anywhere] max-sm:hidden">{row.refNr}</td>
      <td className="px-4 py-1.5 font-mono text-xs [overflow-wrap:anywhere]">{row.payId}</td>
      <td className="px-4 py-1.5">
        <Status tone={outcomeTones[row.outcome]} word={t(`outcomes.${row.outcome}`)} code={row.outcome} />
        {code !== null && (
          <span className="ml-2 text-xs text-soft">
            <span className="font-mono">{code}</span> {text}
          </span>
        )}
      </td>
    </tr>
  );
}

async function Table({ rows, writing }: { rows: readonly HandedRow[]; writing: Writing }) {
  const t = await getTranslations("file");
  const head = "px-4 py-2 font-medium";
  return (
    <ScrollFrame label={t("rows.title")}>
      <table className="numbers w-full text-sm">
        <thead>
          <tr className="text-left text-xs text-soft">
            <th className={`${head} w-16 text-right`}>{t("rows.line")}</th>
            <th className={`${head} text-right`}>{t("fields.amount")}</th>
            <th className={head}>{t("fields.trans_id")}</th>
            <th className={`${head} max-sm:hidden`}>{t("fields.ref_nr")}</th>
            <th className={head}>{t("fields.pay_id")}</th>
            <th className={head}>{t("rows.outcome")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.number} row={row} writing={writing} />
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}

/** Every row with its answer, a hundred at a time. */
export async function RowsPart({ detail, show, after, writing }: RowsProps) {
  const t = await getTranslations("file");
  const { file, rows, next } = detail;
  return (
    <Section title={t("rows.title")} aside={<Tabs detail={detail} show={show} />}>
      {rows.length === 0 ? (
        <p className="px-4 py-4 text-sm text-soft">{t("rows.none")}</p>
      ) : (
        <Table rows={rows} writing={writing} />
      )}
      {(after > 0 || next !== null) && (
        <footer className="flex justify-end gap-2 border-t border-line px-4 py-2">
          {after > 0 && (
            <Link href={hrefOf(file.id, show)} prefetch={false} className="button no-underline">
              {t("rows.first")}
            </Link>
          )}
          {next !== null && (
            <Link href={hrefOf(file.id, show, next)} prefetch={false} className="button no-underline">
              {t("rows.more")}
            </Link>
          )}
        </footer>
      )}
    </Section>
  );
}
