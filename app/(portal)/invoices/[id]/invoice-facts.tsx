import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Facts, type Fact } from "@/components/detail/facts";
import type { InvoiceDetail } from "@/lib/features/invoices/queries/detail";

type FactsProps = { readonly detail: InvoiceDetail; readonly writing: Writing };

export async function AmountFacts({ detail: { invoice }, writing }: FactsProps) {
  const t = await getTranslations("invoices");
  const copy = (await getTranslations("app"))("copy");
  const { currency } = invoice;
  const say = (minor: number) => writing.money({ minor, currency });
  const unless = (minor: number) => (minor === 0 ? null : say(minor));
  const facts: Fact[] = [
    { label: t("columns.amount"), value: say(invoice.amountMinor) },
    { label: t("facts.vat"), value: invoice.vatMinor === null ? null : say(invoice.vatMinor) },
    { label: t("facts.credited"), value: unless(invoice.creditedMinor) },
    { label: t("facts.paid"), value: say(invoice.paidMinor) },
    { label: t("facts.pending"), value: unless(invoice.pendingMinor) },
    { label: t("columns.open"), value: say(invoice.openMinor) },
    { label: t("facts.costs"), value: unless(invoice.adminCostsMinor) },
    { label: t("facts.costsOpen"), value: unless(invoice.openCostsMinor) },
    { label: t("facts.all"), value: say(invoice.openMinor + invoice.openCostsMinor) },
  ];
  return <Facts title={t("parts.amounts")} copy={copy} facts={facts} />;
}

export async function InvoiceFacts({ detail, writing }: FactsProps) {
  const t = await getTranslations("invoices");
  const copy = (await getTranslations("app"))("copy");
  const { invoice, requests } = detail;
  const [request] = requests;
  const { subscriptionId } = invoice;
  const facts: Fact[] = [
    { label: t("columns.website"), value: invoice.website.name },
    { label: t("columns.invoiceDate"), value: writing.format.day(invoice.invoiceDate) },
    { label: t("columns.dueDate"), value: writing.format.day(invoice.dueDate) },
    { label: t("facts.scheme"), value: invoice.schemeName ?? invoice.schemeKey },
    { label: t("facts.description"), value: invoice.description },
    { label: t("columns.createdAt"), value: writing.format.instant(invoice.createdAt)[0] },
    {
      label: t("facts.request"),
      value: request?.key ?? null,
      mono: true,
      shown: request && (
        <Link href={`/data-requests/${request.id}`} prefetch={false}>
          {request.key}
        </Link>
      ),
    },
    {
      label: t("facts.subscription"),
      value: subscriptionId,
      mono: true,
      shown: subscriptionId !== null && (
        <Link href={`/subscriptions/${subscriptionId}`} prefetch={false}>
          {subscriptionId}
        </Link>
      ),
    },
  ];
  return <Facts title={t("parts.invoice")} copy={copy} facts={facts} />;
}

export async function DebtorFacts({ detail: { invoice } }: Pick<FactsProps, "detail">) {
  const t = await getTranslations("invoices");
  const copy = (await getTranslations("app"))("copy");
  const { debtor } = invoice;
  const flagged = (value: string | null, isUnreachable: boolean) => ({
    value,
    ...(isUnreachable && {
      shown: (
        <>
          {value} <span className="text-xs text-bad">{t("facts.unreachable")}</span>
        </>
      ),
    }),
  });
  const facts: Fact[] = [
    { label: t("columns.debtorCode"), value: debtor.code, mono: true },
    { label: t("form.name"), value: debtor.name },
    { label: t("form.email"), ...flagged(debtor.email, debtor.emailUnreachable) },
    { label: t("form.mobile"), ...flagged(debtor.mobile, debtor.mobileUnreachable) },
    { label: t("facts.reminders"), value: debtor.isPaused ? t("facts.debtorPaused") : null },
  ];
  return <Facts title={t("parts.debtor")} copy={copy} facts={facts} />;
}
