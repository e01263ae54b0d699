import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { paymentTones } from "@/app/(portal)/payments/tones";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { SubscriptionDetail } from "@/lib/features/subscriptions/queries/detail";

type Payment = SubscriptionDetail["payments"][number];

async function PaymentLine({ payment, writing }: { payment: Payment; writing: Writing }) {
  const t = await getTranslations("subscriptions");
  const words = await getTranslations("payments");
  const { status } = payment;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-0.5 border-t border-line px-4 py-2 text-sm first:border-t-0">
      <span className="numbers w-8 flex-none text-soft max-sm:w-auto">{payment.number}</span>
      <Link
        href={`/payments/${payment.id}`}
        prefetch={false}
        className="font-mono text-xs text-accent no-underline hover:underline"
      >
        {payment.transactionReference}
      </Link>
      <Status tone={paymentTones[status]} word={words(`values.status.${status}`)} code={status} />
      {payment.declineCode !== null && (
        <span className="text-xs text-bad">{t("declined", { code: payment.declineCode })}</span>
      )}
      <time
        dateTime={payment.createdAt.toISOString()}
        className="numbers flex-1 text-soft max-sm:order-last max-sm:basis-full sm:text-right"
      >
        {writing.format.instant(payment.createdAt)[0]}
      </time>
      <strong className="numbers font-medium max-sm:ml-auto">{writing.money(payment.amount)}</strong>
    </li>
  );
}

type PaymentsPartProps = { readonly payments: readonly Payment[]; readonly writing: Writing };

export async function PaymentsPart({ payments, writing }: PaymentsPartProps) {
  const t = await getTranslations("subscriptions");
  return (
    <Section title={t("parts.payments")}>
      <ol>
        {payments.map((payment) => (
          <PaymentLine key={payment.id} payment={payment} writing={writing} />
        ))}
      </ol>
    </Section>
  );
}
