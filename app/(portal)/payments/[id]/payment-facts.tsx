import { getTranslations } from "next-intl/server";
import { brandName, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Facts, type Fact } from "@/components/detail/facts";
import type { PaymentDetail } from "@/lib/features/payments/queries/detail";

type Payment = PaymentDetail["payment"];
type FactsProps = { readonly payment: Payment; readonly writing: Writing };

const settleStatuses = [0, 1, 2, 3, 10, 100] as const;

const cardOf = ({ cardBrand, cardFirstSix, cardLastFour }: Payment): string | null =>
  cardLastFour === null ? null : `${brandName(cardBrand)} ${cardFirstSix ?? ""}…${cardLastFour}`.trim();

const timeFact = (label: string, at: Date | null, { exact }: Writing): Fact => ({
  label,
  value: at === null ? null : exact(at),
});

export async function PaymentFacts({ payment, writing }: FactsProps) {
  const t = await getTranslations("payment");
  const words = await getTranslations("payments");
  const copy = (await getTranslations("app"))("copy");
  const settle = settleStatuses.find((code) => code === payment.settleStatus);
  const money = [
    { label: words("columns.amount"), value: writing.money(payment.amount) },
    { label: t("facts.captured"), value: writing.money(payment.captured) },
    { label: words("columns.refunded"), value: writing.money(payment.refunded) },
    {
      label: t("facts.reserved"),
      value: payment.reserved.minor > 0 ? writing.money(payment.reserved) : null,
    },
    { label: t("facts.left"), value: writing.money(payment.left) },
  ];
  const facts: Fact[] = [
    { label: words("columns.orderReference"), value: payment.orderReference },
    { label: t("facts.transactionReference"), value: payment.transactionReference, mono: true },
    { label: words("columns.website"), value: payment.website.name },
    { label: t("facts.description"), value: payment.description },
    { label: words("columns.method"), value: words(`values.method.${payment.method as "card"}`) },
    { label: t("facts.card"), value: cardOf(payment) },
    { label: t("facts.cardExpiry"), value: payment.cardExpiry },
    { label: t("facts.captureMode"), value: t(`captureModes.${payment.captureMode as "manual"}`) },
    {
      label: t("facts.settleStatus"),
      value: settle === undefined ? null : `${String(settle)} ${t(`settleStatuses.s${settle}`)}`,
    },
    { label: t("facts.gatewayReference"), value: payment.gatewayReference, mono: true },
    { label: t("facts.authCode"), value: payment.authCode, mono: true },
    { label: t("facts.declineCode"), value: payment.declineCode, mono: true },
    timeFact(words("columns.createdAt"), payment.createdAt, writing),
    timeFact(t("facts.authorisedAt"), payment.authorisedAt, writing),
    timeFact(t("facts.completedAt"), payment.completedAt, writing),
  ];
  return (
    <>
      <Facts title={t("parts.money")} copy={copy} facts={money} />
      <Facts title={t("parts.facts")} copy={copy} facts={facts} />
    </>
  );
}

export async function CustomerFacts({ payment, writing }: FactsProps) {
  const t = await getTranslations("payment");
  const copy = (await getTranslations("app"))("copy");
  const countries = new Intl.DisplayNames(writing.locale, { type: "region" });
  const country = payment.customerCountry;
  const facts: Fact[] = [
    { label: t("facts.name"), value: payment.customerName },
    { label: t("facts.email"), value: payment.customerEmail },
    { label: t("facts.country"), value: country === null ? null : (countries.of(country) ?? country) },
  ];
  return <Facts title={t("parts.customer")} copy={copy} facts={facts} empty={t("noCustomer")} />;
}
