import { getMessages, getTranslations } from "next-intl/server";
import { dataRequestTones } from "@/app/(portal)/data-requests/tones";
import { paymentTones, pushTones, refundTones, settleTones } from "@/app/(portal)/payments/tones";
import type { AnyFlow, FlowWords } from "@/components/detail/flow-layout";
import type { Tone } from "@/components/ui/icon";
import { dataRequestFlow } from "@/lib/features/data-requests/model";
import { paymentFlow } from "@/lib/features/payments/model";
import { pushFlow } from "@/lib/features/pushes/model";
import { refundFlow } from "@/lib/features/refunds/model";
import { settleFlow } from "@/lib/features/settlement/model";

export const flowNames = ["payment", "settle", "refund", "data_request", "push"] as const;
export type FlowName = (typeof flowNames)[number];

type Table = { readonly flow: AnyFlow; readonly tones: Readonly<Record<string, Tone>> };

export const flowTables: Readonly<Record<FlowName, Table>> = {
  payment: { flow: paymentFlow, tones: paymentTones },
  settle: { flow: settleFlow, tones: settleTones },
  refund: { flow: refundFlow, tones: refundTones },
  data_request: { flow: dataRequestFlow, tones: dataRequestTones },
  push: { flow: pushFlow, tones: pushTones },
};

type Words = Readonly<Record<string, string>>;
type EventTexts = Readonly<Record<string, { readonly word: string; readonly needs: string }>>;

/** Names of two tables may share a status, so the table stands in front. */
export const anchorOf = (name: FlowName, status: string) => `${name}-${status}`;

export type FlowTexts = {
  readonly words: FlowWords;
  /** Who makes the move, and what must hold. */
  readonly needs: (event: string) => string;
  readonly meaning: (status: string) => string;
  readonly moves: { readonly final: string; readonly leads: (event: string, status: string) => string };
};

/** How one table is told in the reader's language. */
export async function flowTexts(name: FlowName): Promise<FlowTexts> {
  const messages = await getMessages();
  const { "data-requests": requests } = messages;
  const t = await getTranslations("flow");
  const events: EventTexts = messages.flow.events[name];
  const meanings: Words = messages.flow.meanings[name];
  const statuses: Readonly<Record<FlowName, Words>> = {
    payment: messages.payments.values.status,
    settle: messages.payments.values.settle,
    refund: messages.payment.refundStatuses,
    data_request: requests.values.status,
    push: messages.payment.pushStates,
  };
  return {
    words: {
      status: (status) => statuses[name][status] ?? status,
      event: (event) => events[event]?.word ?? event,
    },
    needs: (event) => events[event]?.needs ?? "",
    meaning: (status) => meanings[status] ?? meanings[`s${status}`] ?? "",
    moves: { final: t("final"), leads: (event, status) => t("leads", { event, status }) },
  };
}
