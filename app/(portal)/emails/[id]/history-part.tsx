import { getTranslations } from "next-intl/server";
import { communicationTones } from "@/app/(portal)/bounces/tones";
import { sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import { Timeline, type TimelineLine } from "@/components/detail/timeline";
import type { CommunicationDetail } from "@/lib/features/communications/queries/detail";
import type { CommunicationState } from "@/lib/kernel/communications";

type HistoryProps = { readonly message: CommunicationDetail; readonly writing: Writing };

/** Every state that it had, with the words of the server. */
export async function HistoryPart({ message, writing }: HistoryProps) {
  const t = await getTranslations("emails");
  const payment = await getTranslations("payment");
  const lines = message.history.map((row): TimelineLine => {
    const state = row.toState as CommunicationState;
    return {
      id: row.id,
      icon: communicationTones[state],
      tone: communicationTones[state],
      text: t(`values.state.${state}`),
      note: row.reason,
      actor: sayActor(payment, row.actor),
      at: writing.exact(row.at),
      iso: row.at.toISOString(),
    };
  });
  return (
    <Section title={t("parts.history")}>
      <Timeline lines={lines} empty={t("parts.none")} />
    </Section>
  );
}
