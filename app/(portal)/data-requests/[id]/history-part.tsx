import { getTranslations } from "next-intl/server";
import { sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { sayCode } from "@/app/(portal)/data-requests/[id]/request-words";
import { dataRequestTones } from "@/app/(portal)/data-requests/tones";
import { Section } from "@/components/detail/section";
import { Timeline, type TimelineLine } from "@/components/detail/timeline";
import type { DataRequestCode } from "@/lib/features/data-requests/model";
import type { DataRequestDetail } from "@/lib/features/data-requests/queries/detail";

type HistoryProps = { readonly history: DataRequestDetail["history"]; readonly writing: Writing };

/** Left of the detail (BK-3): every code that it had, since when, and who set it. */
export async function HistoryPart({ history, writing }: HistoryProps) {
  const t = await getTranslations("data-requests");
  const payment = await getTranslations("payment");
  const lines = history.map((row): TimelineLine => {
    const code = row.toCode as DataRequestCode;
    const tone = dataRequestTones[`${code}`];
    return {
      id: row.id,
      icon: tone,
      tone,
      text: `${code.toString()} ${sayCode(t, code)}`,
      note: row.text,
      actor: sayActor(payment, row.actor),
      at: writing.exact(row.at),
      iso: row.at.toISOString(),
    };
  });
  return (
    <Section title={t("parts.history")}>
      <Timeline lines={lines} empty={t("parameters.none")} />
    </Section>
  );
}
