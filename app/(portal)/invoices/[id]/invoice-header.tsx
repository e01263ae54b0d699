import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { ActsPart, type InvoiceTranslator } from "@/app/(portal)/invoices/[id]/acts-part";
import { invoiceTones } from "@/app/(portal)/invoices/tones";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { CopyButton } from "@/components/detail/copy-button";
import { Icon } from "@/components/ui/icon";
import { Status } from "@/components/ui/status";
import type { InvoiceDetail } from "@/lib/features/invoices/queries/detail";

type HeaderProps = {
  readonly detail: InvoiceDetail;
  readonly writing: Writing;
  readonly mayManage: boolean;
};

function sayMoney(t: InvoiceTranslator, { invoice }: InvoiceDetail, writing: Writing): string {
  const name = invoice.debtor.name ?? invoice.debtor.code;
  if (invoice.isPaid) return t("paidLine", { name });
  const { currency, openMinor, openCostsMinor } = invoice;
  const amount = writing.money({ minor: openMinor + openCostsMinor, currency });
  return t("openLine", { amount, name, day: writing.format.day(invoice.dueDate) });
}

export async function InvoiceHeader({ detail, writing, mayManage }: HeaderProps) {
  const t = await getTranslations("invoices");
  const copy = (await getTranslations("app"))("copy");
  const { invoice } = detail;
  const { code } = invoice;
  return (
    <header className="mb-5">
      <Link
        href="/invoices"
        prefetch={false}
        className="no-print mb-3 inline-flex items-center gap-1 text-sm text-soft no-underline hover:text-ink"
      >
        <Icon name="left" className="size-3.5" />
        {t("title")}
      </Link>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="numbers text-2xl font-semibold tracking-tight [overflow-wrap:anywhere]">
              {invoice.number}
            </h1>
            <Status chip tone={invoiceTones[code]} word={t(`values.status.${code}`)} code={code} />
            {invoice.isPaid && <Status chip tone="good" word={t("values.state.paid")} code="paid" />}
            {invoice.isTest && (
              <span className="rounded-full bg-doubt-tint px-2.5 py-0.5 text-sm font-medium text-doubt">
                {t("test")}
              </span>
            )}
          </div>
          <p className="numbers mt-1 text-sm text-soft">{sayMoney(t, detail, writing)}</p>
          <p className="mt-1 flex min-w-0 items-center text-sm text-soft">
            <span className="truncate font-mono text-xs" title={invoice.key}>
              {invoice.key}
            </span>
            <CopyButton value={invoice.key} label={`${copy}: ${t("facts.key")}`} />
          </p>
        </div>
        {mayManage && <ActsPart detail={detail} />}
      </div>
    </header>
  );
}
