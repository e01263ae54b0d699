import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Facts, type Fact } from "@/components/detail/facts";
import type { CommunicationDetail } from "@/lib/features/communications/queries/detail";

type FactsProps = { readonly message: CommunicationDetail; readonly writing: Writing };

const linkFact = (label: string, id: string | null, folder: string): Fact => ({
  label,
  value: id,
  shown: (
    <Link
      href={`/${folder}/${id ?? ""}`}
      prefetch={false}
      className="font-mono text-xs text-accent no-underline hover:underline"
    >
      {id}
    </Link>
  ),
});

export async function EmailFacts({ message, writing }: FactsProps) {
  const t = await getTranslations("emails");
  const payment = await getTranslations("payment");
  const copy = (await getTranslations("app"))("copy");
  const { sentAt, nextAttemptAt, resendOf, website } = message;
  const facts: Fact[] = [
    { label: t("columns.channel"), value: t(`values.channel.${message.channel as "email"}`) },
    { label: t("columns.name"), value: message.name },
    { label: t("columns.website"), value: website?.name ?? null },
    { label: t("columns.subject"), value: message.subject },
    { label: t("columns.createdAt"), value: writing.exact(message.createdAt) },
    { label: t("columns.sentAt"), value: sentAt && writing.exact(sentAt) },
    { label: t("facts.next"), value: nextAttemptAt && writing.exact(nextAttemptAt) },
    { label: t("columns.attempts"), value: writing.format.count(message.attemptCount) },
    { label: t("columns.reply"), value: message.lastReply, mono: true },
    { label: t("columns.messageId"), value: message.messageId, mono: true },
    { label: t("facts.by"), value: sayActor(payment, message.actor) },
    linkFact(t("facts.payment"), message.paymentId, "payments"),
    linkFact(t("facts.dataRequest"), message.dataRequestId, "data-requests"),
    linkFact(t("facts.invoice"), message.invoiceId, "invoices"),
    linkFact(t("facts.resendOf"), resendOf?.id ?? null, "emails"),
  ];
  return <Facts title={t("facts.title")} copy={copy} facts={facts} />;
}
