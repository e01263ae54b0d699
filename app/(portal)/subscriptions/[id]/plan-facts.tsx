import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { brandName, sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { sayEvery } from "@/app/(portal)/subscriptions/plan-words";
import { Facts, type Fact } from "@/components/detail/facts";
import { activeCodes } from "@/lib/features/subscriptions/model";
import type { SubscriptionDetail } from "@/lib/features/subscriptions/queries/detail";

type Subscription = SubscriptionDetail["subscription"];
type PlanFactsProps = { readonly subscription: Subscription; readonly writing: Writing };

const nextDay = ({ isFinished, nextDueDate }: Subscription, { format }: Writing): string | null =>
  isFinished || nextDueDate === null ? null : format.day(nextDueDate);

export async function PlanFacts({ subscription, writing }: PlanFactsProps) {
  const t = await getTranslations("subscriptions");
  const payment = await getTranslations("payment");
  const copy = (await getTranslations("app"))("copy");
  const { status, unit, frequency, finalNumber } = subscription;
  const facts: Fact[] = [
    { label: t("columns.reference"), value: subscription.transactionReference, mono: true },
    { label: t("columns.orderReference"), value: subscription.orderReference },
    { label: t("columns.website"), value: subscription.website.name },
    { label: t("facts.kind"), value: t(`kinds.${subscription.kind}`) },
    {
      label: t("facts.activeState"),
      value: `${String(activeCodes[status])} ${t(`values.status.${status}`)}`,
    },
    { label: t("columns.amount"), value: writing.money(subscription.amount) },
    { label: t("columns.unit"), value: sayEvery(t, unit, frequency) },
    { label: t("columns.number"), value: subscription.number.toString() },
    { label: t("facts.ends"), value: finalNumber === null ? t("facts.endless") : finalNumber.toString() },
    { label: t("facts.begins"), value: writing.format.day(subscription.beginDate) },
    { label: t("columns.next"), value: nextDay(subscription, writing) },
    { label: t("columns.createdAt"), value: writing.exact(subscription.createdAt) },
    { label: t("facts.createdBy"), value: sayActor(payment, subscription.actor) },
  ];
  return <Facts title={t("parts.plan")} copy={copy} facts={facts} />;
}

const cardOf = ({ cardBrand, cardLastFour }: Subscription["card"]): string | null =>
  cardLastFour === null ? null : `${brandName(cardBrand)} •• ${cardLastFour}`;

export async function FirstPaymentFacts({ detail }: { detail: SubscriptionDetail }) {
  const t = await getTranslations("subscriptions");
  const words = await getTranslations("payments");
  const copy = (await getTranslations("app"))("copy");
  const { subscription, payments } = detail;
  const first = payments.at(-1);
  if (first === undefined) return null;
  const { name, email } = subscription.customer;
  const link = (
    <Link
      href={`/payments/${first.id}`}
      prefetch={false}
      className="font-mono text-xs text-accent no-underline hover:underline"
    >
      {first.transactionReference}
    </Link>
  );
  const facts: Fact[] = [
    { label: t("parts.first"), value: first.transactionReference, shown: link },
    { label: t("columns.status"), value: words(`values.status.${first.status}`) },
    { label: t("facts.card"), value: cardOf(subscription.card) },
    { label: t("facts.customer"), value: name },
    { label: t("columns.customerEmail"), value: email },
  ];
  return <Facts title={t("parts.first")} copy={copy} facts={facts} />;
}
