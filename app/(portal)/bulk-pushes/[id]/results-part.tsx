import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { resultTones } from "@/app/(portal)/pushes/tones";
import { Section } from "@/components/detail/section";
import { ScrollFrame } from "@/components/ui/scroll-frame";
import { Status } from "@/components/ui/status";
import { bulkResults, type BulkResult } from "@/lib/features/bulk-pushes/model";
import type { BulkDetail, BulkItem } from "@/lib/features/bulk-pushes/queries/get-bulk-push";

type ResultsProps = {
  readonly detail: BulkDetail;
  readonly show: BulkResult | null;
  readonly after: number;
  readonly writing: Writing;
};

const hrefOf = (id: string, show: BulkResult | null, after = 0) => {
  const address = new URLSearchParams();
  if (show !== null) address.append("show", show);
  if (after > 0) address.append("after", after.toString());
  return `/bulk-pushes/${id}?${address.toString()}`;
};

/** One click to the rows of each result. */
async function Tabs({ detail: { bulk, counts }, show, writing }: ResultsProps) {
  const t = await getTranslations("bulkPush");
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const tabs = [
    { result: null, count: all },
    ...bulkResults.flatMap((result) =>
      counts[result] === undefined ? [] : [{ result, count: counts[result] }],
    ),
  ];
  return (
    <nav className="flex flex-wrap gap-2" aria-label={t("resultsTitle")}>
      {tabs.map(({ result, count }) => (
        <Link
          key={result ?? "all"}
          href={hrefOf(bulk.id, result)}
          prefetch={false}
          scroll={false}
          aria-current={result === show ? "page" : undefined}
          className="numbers rounded-full border border-line px-3 py-1 text-xs font-medium no-underline hover:border-edge aria-[current]:border-accent aria-[current]:bg-accent-tint aria-[current]:text-accent"
        >
          {t(`results.${result ?? "all"}`)} {writing.format.count(count)}
        </Link>
      ))}
    </nav>
  );
}

function objectHref({ subjectType, subjectId, paymentId }: BulkItem): string {
  if (subjectType === "invoice") return `/invoices/${subjectId}`;
  return subjectType === "data_request"
    ? `/data-requests/${subjectId}`
    : `/payments/${paymentId ?? subjectId}`;
}

async function ItemRow({ item, writing }: { item: BulkItem; writing: Writing }) {
  const t = await getTranslations("bulkPush");
  return (
    <tr className="border-t border-line">
      <td className="px-4 py-1.5 text-right text-faint max-sm:hidden">{item.position}</td>
      <td className="px-4 py-1.5 [overflow-wrap:anywhere]">
        <Link href={objectHref(item)} prefetch={false} className="text-accent no-underline hover:underline">
          {item.reference === "" ? item.subjectId : item.reference}
        </Link>
      </td>
      <td className="px-4 py-1.5">
        <Status tone={resultTones[item.state]} word={t(`results.${item.state}`)} code={item.state} />
        {item.status !== null && <span className="ml-2 font-mono text-xs">{item.status}</span>}
      </td>
      <td className="px-4 py-1.5">
        {item.pushId !== null && (
          <Link
            href={`/pushes/${item.pushId}`}
            prefetch={false}
            className="text-accent no-underline hover:underline"
          >
            {t("push")}
          </Link>
        )}
      </td>
      <td className="px-4 py-1.5 text-right text-xs whitespace-nowrap text-soft max-sm:hidden">
        {item.finishedAt === null ? null : writing.exact(item.finishedAt)}
      </td>
    </tr>
  );
}

/** BK-5: a result for each row, a hundred at a time. */
export async function ResultsPart(props: ResultsProps) {
  const { detail, show, after, writing } = props;
  const t = await getTranslations("bulkPush");
  const { bulk, items, next } = detail;
  return (
    <Section title={t("resultsTitle")} aside={<Tabs {...props} />}>
      {items.length === 0 ? (
        <p className="px-4 py-4 text-sm text-soft">{t("noRows")}</p>
      ) : (
        <ScrollFrame label={t("resultsTitle")}>
          <table className="numbers w-full text-sm">
            <thead>
              <tr className="text-left text-xs text-soft">
                <th className="w-16 px-4 py-2 text-right font-medium max-sm:hidden max-sm:px-2">
                  {t("position")}
                </th>
                <th className="px-4 py-2 font-medium">{t("object")}</th>
                <th className="px-4 py-2 font-medium">{t("result")}</th>
                <th className="px-4 py-2 font-medium">{t("push")}</th>
                <th className="px-4 py-2 text-right font-medium max-sm:hidden max-sm:px-2">{t("at")}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <ItemRow key={item.position} item={item} writing={writing} />
              ))}
            </tbody>
          </table>
        </ScrollFrame>
      )}
      {(after > 0 || next !== null) && (
        <footer className="flex justify-end gap-2 border-t border-line px-4 py-2">
          {after > 0 && (
            <Link href={hrefOf(bulk.id, show)} prefetch={false} className="button no-underline">
              {t("first")}
            </Link>
          )}
          {next !== null && (
            <Link href={hrefOf(bulk.id, show, next)} prefetch={false} className="button no-underline">
              {t("more")}
            </Link>
          )}
        </footer>
      )}
    </Section>
  );
}
