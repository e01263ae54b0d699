import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { paymentTones } from "@/app/(portal)/payments/tones";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { InvoiceDetail } from "@/lib/features/invoices/queries/detail";
import type { PaymentStatus } from "@/lib/features/payments/model";

type PartProps = { readonly detail: InvoiceDetail; readonly writing: Writing };
const lineClass =
  "numbers flex flex-wrap items-center gap-x-4 gap-y-0.5 border-t border-line px-4 py-2 text-sm first:border-t-0";
const linkClass = "font-mono text-xs text-accent no-underline hover:underline";

export async function PaymentsPart({ detail, writing }: PartProps) {
  const t = await getTranslations("invoices");
  const words = await getTranslations("payments");
  return (
    <Section title={t("parts.payments")}>
      {detail.payments.length === 0 && <p className="px-4 py-3 text-sm text-soft">{t("noPayments")}</p>}
      <ul className="empty:hidden">
        {detail.payments.map(({ id, status, currency, ...payment }) => (
          <li key={id} className={lineClass}>
            <Link href={`/payments/${id}`} prefetch={false} className={linkClass}>
              {payment.transactionReference}
            </Link>
            <Status
              tone={paymentTones[status as PaymentStatus]}
              word={words(`values.status.${status as PaymentStatus}`)}
              code={status}
            />
            {payment.refundedMinor > 0 && (
              <span className="text-xs text-doubt">
                {t("refunded", { amount: writing.money({ minor: payment.refundedMinor, currency }) })}
              </span>
            )}
            <time
              dateTime={payment.createdAt.toISOString()}
              className="flex-1 text-right whitespace-nowrap text-soft max-sm:text-left"
            >
              {writing.format.instant(payment.createdAt)[0]}
            </time>
            <strong className="font-medium">{writing.money({ minor: payment.amountMinor, currency })}</strong>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export async function NotesPart({ detail, writing }: PartProps) {
  const t = await getTranslations("invoices");
  const { notes, invoice } = detail;
  if (notes.length === 0) return null;
  return (
    <Section title={t("parts.notes")}>
      <ul>
        {notes.map((note) => (
          <li key={note.id} className={lineClass}>
            <span className="font-medium">{note.number ?? t("noNumber")}</span>
            <time
              dateTime={note.noteDate}
              className="flex-1 text-right whitespace-nowrap text-soft max-sm:text-left"
            >
              {writing.format.day(note.noteDate)}
            </time>
            <strong className="font-medium">
              {writing.money({ minor: note.amountMinor, currency: invoice.currency })}
            </strong>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export async function PlanPart({ detail, writing }: PartProps) {
  const t = await getTranslations("invoices");
  const { plan } = detail;
  if (plan === null) return null;
  return (
    <Section
      title={t("parts.plan")}
      aside={<span className="text-sm text-soft">{t(`plans.${plan.state as "active"}`)}</span>}
    >
      <ol>
        {plan.instalments.map(({ number, dueOn, amountMinor }) => (
          <li key={number} className={lineClass}>
            <span className="w-8 text-soft">{number}</span>
            <time dateTime={dueOn} className="flex-1">
              {writing.format.day(dueOn)}
            </time>
            <span>{writing.money({ minor: amountMinor, currency: plan.currency })}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

export async function DisputesPart({ detail, writing }: PartProps) {
  const t = await getTranslations("invoices");
  if (detail.disputes.length === 0) return null;
  return (
    <Section title={t("parts.disputes")}>
      <ul>
        {detail.disputes.map((dispute) => (
          <li key={dispute.id} className={lineClass}>
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              {dispute.reason}
              {dispute.outcome !== null && <span className="block text-xs text-soft">{dispute.outcome}</span>}
            </span>
            <span className="text-xs text-soft">
              {dispute.closedAt === null ? t("disputeOpen") : writing.format.instant(dispute.closedAt)[0]}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
