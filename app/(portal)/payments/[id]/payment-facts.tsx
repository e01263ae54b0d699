import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { brandName, type PaymentTranslator, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Facts, type Fact } from "@/components/detail/facts";
import { settlementAt, settleStatuses } from "@/lib/features/settlement/model";
import type { ValueSources } from "@/app/(portal)/payments/[id]/value-sources";
import type { PaymentDetail } from "@/lib/features/payments/queries/detail";

type Payment = PaymentDetail["payment"];
type FactsProps = { readonly payment: Payment; readonly writing: Writing };
type MoneyProps = FactsProps & { readonly sources: ValueSources };

/** An amount, and what set it. */
const amountFact = (label: string, value: string | null, source: ReactNode): Fact => ({
  label,
  value,
  shown: (
    <>
      {value}
      <span className="block">{source}</span>
    </>
  ),
});

const cardOf = ({ cardBrand, cardFirstSix, cardLastFour }: Payment): string | null =>
  cardLastFour === null ? null : `${brandName(cardBrand)} ${cardFirstSix ?? ""}…${cardLastFour}`.trim();

const timeFact = (label: string, at: Date | null, { exact }: Writing): Fact => ({
  label,
  value: at === null ? null : exact(at),
});

type PaymentsTranslator = Awaited<ReturnType<typeof getTranslations<"payments">>>;

const orderFacts = (t: PaymentTranslator, words: PaymentsTranslator, payment: Payment): Fact[] => [
  { label: words("columns.orderReference"), value: payment.orderReference },
  { label: t("facts.invoice"), value: payment.invoiceNumber },
  { label: t("facts.transactionReference"), value: payment.transactionReference, mono: true },
  { label: words("columns.website"), value: payment.website.name },
  { label: t("facts.source"), value: t(`sources.${payment.source as "webshop"}`) },
  platformFact(t("facts.platformOrder"), payment),
  { label: t("facts.description"), value: payment.description },
];

function platformFact(label: string, { platformOrderId, platformOrderUrl }: Payment): Fact {
  const shown = platformOrderUrl?.startsWith("https://") ? (
    <a href={platformOrderUrl} target="_blank" rel="noreferrer" className="link">
      {platformOrderId}
    </a>
  ) : undefined;
  return { label, value: platformOrderId, shown };
}

const methodFacts = (t: PaymentTranslator, words: PaymentsTranslator, payment: Payment): Fact[] => [
  { label: words("columns.method"), value: words(`values.method.${payment.method as "card"}`) },
  { label: t("facts.card"), value: cardOf(payment) },
  { label: t("facts.cardExpiry"), value: payment.cardExpiry },
  { label: t("facts.gatewayReference"), value: payment.gatewayReference, mono: true },
  { label: t("facts.authCode"), value: payment.authCode, mono: true },
  { label: t("facts.declineCode"), value: payment.declineCode, mono: true },
];

const isOpen = ({ status }: Payment) => status === "started" || status === "pending";
const waits = ({ settleStatus }: Payment) => settleStatus === 0 || settleStatus === 1;

function dueFact(t: PaymentTranslator, payment: Payment, { format, moment, now }: Writing): Fact {
  const due = payment.settleDueDate;
  const label = t("facts.dueDate");
  if (due === null) return { label, value: null };
  const day = format.day(due);
  return {
    label,
    value: waits(payment) ? t("dueRun", { day, at: moment(settlementAt(due, now)) }) : day,
  };
}

function settlementFacts(t: PaymentTranslator, payment: Payment, writing: Writing): Fact[] {
  const settle = settleStatuses.find((code) => code === payment.settleStatus);
  const code = settle?.toString() ?? "";
  const isReserved = payment.status === "authorised";
  return [
    { label: t("facts.captureMode"), value: t(`captureModes.${payment.captureMode as "manual"}`) },
    {
      label: t("facts.settleStatus"),
      value: settle === undefined ? null : `${code} ${t(`settleStatuses.s${settle}`)}`,
    },
    dueFact(t, payment, writing),
    { label: t("facts.preAuthorisation"), value: payment.preAuthorisation ? t("yes") : null },
    timeFact(t("facts.reservedUntil"), isReserved ? payment.reservedUntil : null, writing),
    timeFact(t("facts.expiresAt"), isOpen(payment) ? payment.expiresAt : null, writing),
    timeFact(t("facts.shippedAt"), payment.shippedAt, writing),
  ];
}

export async function PaymentFacts({ payment, writing, sources }: MoneyProps) {
  const t = await getTranslations("payment");
  const words = await getTranslations("payments");
  const copy = (await getTranslations("app"))("copy");
  const money = [
    amountFact(words("columns.amount"), writing.money(payment.amount), sources.amount),
    amountFact(
      t("facts.settleAmount"),
      payment.settle.minor === payment.amount.minor ? null : writing.money(payment.settle),
      sources.settle,
    ),
    amountFact(t("facts.captured"), writing.money(payment.captured), sources.captured),
    amountFact(words("columns.refunded"), writing.money(payment.refunded), sources.refunded),
    {
      label: t("facts.reserved"),
      value: payment.reserved.minor > 0 ? writing.money(payment.reserved) : null,
    },
    { label: t("facts.left"), value: writing.money(payment.left) },
  ];
  const facts = [
    ...orderFacts(t, words, payment),
    ...methodFacts(t, words, payment),
    ...settlementFacts(t, payment, writing),
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
