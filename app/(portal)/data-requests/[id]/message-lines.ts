import { getTranslations } from "next-intl/server";
import type { OpenRequest } from "@/app/(portal)/data-requests/[id]/open-request";
import { communicationTones } from "@/app/(portal)/bounces/tones";
import { sayActor, type PaymentTranslator } from "@/app/(portal)/payments/[id]/payment-texts";
import type { TimelineLine } from "@/components/detail/timeline";
import type { BounceClass } from "@/lib/kernel/bounces";
import type { CommunicationKind, CommunicationState } from "@/lib/kernel/communications";

type MessageEntry = OpenRequest["detail"]["messages"][number];

function markOf({ what }: MessageEntry) {
  const state = what === "queued_again" ? "queued" : (what as CommunicationState);
  return { icon: "email", tone: communicationTones[state] };
}

const sayState = (t: PaymentTranslator, { what }: MessageEntry) =>
  t(`messageStates.${what as "queued_again"}`);

/** What was written to the customer about the request and what came back, as a payment's timeline tells it. */
export async function messageLines({ detail, writing }: OpenRequest): Promise<TimelineLine[]> {
  const t = await getTranslations("payment");
  const emails = await getTranslations("emails");
  const classes = await getTranslations("email-bounces");
  const time = (at: Date) => ({ at: writing.exact(at), iso: at.toISOString() });
  const messages = detail.messages.map((entry): TimelineLine => ({
    ...{ id: `message ${entry.id}`, ...markOf(entry), href: entry.link, note: entry.reason },
    text: t("timeline.message", {
      kind: emails(`values.kind.${entry.detail as CommunicationKind}`),
      state: sayState(t, entry),
    }),
    actor: sayActor(t, entry.actor),
    ...time(entry.at),
  }));
  const bounces = detail.bounces.map((entry): TimelineLine => ({
    ...{ id: `bounce ${entry.id}`, icon: "email", tone: "bad", href: entry.link, note: entry.reason },
    text: t("timeline.bounce", { class: classes(`values.class.${entry.what as BounceClass}`) }),
    actor: null,
    ...time(entry.at),
  }));
  return [...messages, ...bounces];
}
