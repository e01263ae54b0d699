import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { communicationTones } from "@/app/(portal)/bounces/tones";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { Channel, CommunicationKind, CommunicationState } from "@/lib/kernel/communications";
import type { InvoiceDetail } from "@/lib/features/invoices/queries/detail";

type PartProps = {
  readonly detail: InvoiceDetail;
  readonly writing: Writing;
  /** Whether what did not arrive may be opened. */
  readonly opensBounces: boolean;
};
type Message = InvoiceDetail["messages"][number];

async function BounceLine({ bounce, opens }: { bounce: Message["bounces"][number]; opens: boolean }) {
  const t = await getTranslations("invoices");
  const text = `${t("messages.bounced")}: ${bounce.reason}`;
  return (
    <p className="mt-1 basis-full text-xs [overflow-wrap:anywhere] text-bad">
      {opens ? (
        <Link href={`/bounces/${bounce.id}`} prefetch={false} className="text-bad">
          {text}
        </Link>
      ) : (
        text
      )}
      {bounce.fallbackId !== null && <span className="ml-2 text-soft">{t("messages.fallback")}</span>}
    </p>
  );
}

/** Every mail and SMS about the invoice, and why one did not arrive. */
export async function MessagesPart({ detail, writing, opensBounces }: PartProps) {
  const t = await getTranslations("invoices");
  const words = await getTranslations("emails");
  return (
    <Section title={t("parts.messages")}>
      {detail.messages.length === 0 && <p className="px-4 py-3 text-sm text-soft">{t("messages.none")}</p>}
      <ul className="empty:hidden">
        {detail.messages.map((message) => (
          <li
            key={message.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-0.5 border-t border-line px-4 py-2 text-sm first:border-t-0"
          >
            <Link href={`/emails/${message.id}`} prefetch={false} className="font-medium">
              {words(`values.kind.${message.kind as CommunicationKind}`)}
            </Link>
            <span className="text-soft">{t(`channels.${message.channel as Channel}`)}</span>
            <span className="min-w-0 [overflow-wrap:anywhere] text-soft">{message.addressee}</span>
            <Status
              tone={communicationTones[message.state as CommunicationState]}
              word={words(`values.state.${message.state as CommunicationState}`)}
              code={message.state}
            />
            <time
              dateTime={message.createdAt.toISOString()}
              className="numbers flex-1 text-right whitespace-nowrap text-soft max-sm:text-left"
            >
              {writing.format.instant(message.createdAt)[0]}
            </time>
            {message.bounces.map((bounce) => (
              <BounceLine key={bounce.id} bounce={bounce} opens={opensBounces} />
            ))}
          </li>
        ))}
      </ul>
    </Section>
  );
}
