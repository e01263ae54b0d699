import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { classTones, communicationTones } from "@/app/(portal)/bounces/tones";
import { sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { CommunicationDetail } from "@/lib/features/communications/queries/detail";
import type { BounceClass } from "@/lib/kernel/bounces";
import type { CommunicationState } from "@/lib/kernel/communications";

type BesideProps = { readonly message: CommunicationDetail; readonly writing: Writing };

const row =
  "flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2 text-sm first:border-t-0";

/** What came back about it. */
export async function BouncesPart({ message, writing }: BesideProps) {
  const t = await getTranslations("emails");
  const words = await getTranslations("email-bounces");
  if (message.bounces.length === 0) return null;
  return (
    <Section title={t("parts.bounces")}>
      <ul>
        {message.bounces.map(({ id, bouncedAt, reason, ...bounce }) => {
          const name = bounce.class as BounceClass;
          return (
            <li key={id} className={row}>
              <Status tone={classTones[name]} word={words(`values.class.${name}`)} code={name} />
              <Link
                href={`/bounces/${id}`}
                prefetch={false}
                className="min-w-0 flex-1 [overflow-wrap:anywhere] text-accent no-underline hover:underline"
              >
                {reason}
              </Link>
              <span className="numbers text-xs text-soft">{writing.exact(bouncedAt)}</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

/** The messages that were sent in its place (BK-10). */
export async function ResendsPart({ message, writing }: BesideProps) {
  const t = await getTranslations("emails");
  const payment = await getTranslations("payment");
  if (message.resends.length === 0) return null;
  return (
    <Section title={t("parts.resends")}>
      <ul>
        {message.resends.map(({ id, addressee, actor, createdAt, ...resend }) => {
          const state = resend.state as CommunicationState;
          return (
            <li key={id} className={row}>
              <Status tone={communicationTones[state]} word={t(`values.state.${state}`)} code={state} />
              <Link
                href={`/emails/${id}`}
                prefetch={false}
                className="min-w-0 flex-1 [overflow-wrap:anywhere] text-accent no-underline hover:underline"
              >
                {addressee}
              </Link>
              <span className="text-xs text-soft">{sayActor(payment, actor)}</span>
              <span className="numbers text-xs text-soft">{writing.exact(createdAt)}</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
