import { getTranslations } from "next-intl/server";
import { invoiceTones } from "@/app/(portal)/invoices/tones";
import { sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import { Timeline, type TimelineLine } from "@/components/detail/timeline";
import { codeOf, type InvoiceWord } from "@/lib/features/invoices/model";
import type { InvoiceDetail } from "@/lib/features/invoices/queries/detail";

type PartProps = { readonly detail: InvoiceDetail; readonly writing: Writing };

export async function HistoryPart({ detail, writing }: PartProps) {
  const t = await getTranslations("invoices");
  const payment = await getTranslations("payment");
  const lines = detail.history.map((row): TimelineLine => {
    const code = codeOf(row.toCode);
    const tone = invoiceTones[code];
    const moved = row.fromCode !== row.toCode;
    return {
      id: row.id,
      icon: tone,
      tone,
      text: t(`words.${row.event as InvoiceWord}`),
      note: moved ? `${code} ${t(`values.status.${code}`)}` : null,
      actor: sayActor(payment, row.actor),
      at: writing.exact(row.at),
      iso: row.at.toISOString(),
    };
  });
  return (
    <Section title={t("parts.history")}>
      <Timeline lines={lines} empty={t("noHistory")} />
    </Section>
  );
}
