import { getTranslations } from "next-intl/server";
import type { OpenRequest } from "@/app/(portal)/data-requests/[id]/open-request";
import { sayCode } from "@/app/(portal)/data-requests/[id]/request-words";
import { messageLines } from "@/app/(portal)/data-requests/[id]/message-lines";
import { dataRequestTones } from "@/app/(portal)/data-requests/tones";
import { SetBy } from "@/app/(portal)/messages/set-by";
import { Section } from "@/components/detail/section";
import { Timeline, type TimelineLine } from "@/components/detail/timeline";
import { dataRequestEvents, type DataRequestCode } from "@/lib/features/data-requests/model";

type FlowTranslator = Awaited<ReturnType<typeof getTranslations<"flow">>>;

/** A step of the flow has a word; what a request began with says more in the text that the shop was told. */
function sayStep(t: FlowTranslator, { event, text }: { event: string; text: string | null }): string | null {
  const step = dataRequestEvents.find((known) => known === event);
  return step === undefined ? text : t(`events.data_request.${step}.word`);
}

const newestFirst = (one: TimelineLine, other: TimelineLine) => other.iso.localeCompare(one.iso);

/** Left of the detail (BK-3): every code that it had, since when, and the message or person that set it (U3); and what was written to the customer. */
export async function HistoryPart({ opened }: { opened: OpenRequest }) {
  const t = await getTranslations("data-requests");
  const { session, detail, writing } = opened;
  const { actor } = session;
  const flow = await getTranslations("flow");
  const linked = actor.may.has("messages:read");
  const codes = detail.history.map((row): TimelineLine => {
    const code = row.toCode as DataRequestCode;
    const tone = dataRequestTones[`${code}`];
    return {
      id: row.id,
      icon: tone,
      tone,
      text: `${code.toString()} ${sayCode(t, code)}`,
      note: sayStep(flow, row),
      actor: null,
      source: <SetBy scope={actor.scope} change={row} writing={writing} linked={linked} dated={false} />,
      at: writing.exact(row.at),
      iso: row.at.toISOString(),
    };
  });
  const lines = [...codes, ...(await messageLines(opened))].sort(newestFirst);
  return (
    <Section title={t("parts.history")}>
      <Timeline lines={lines} empty={t("parameters.none")} />
    </Section>
  );
}
