import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { notFound } from "next/navigation";
import { communicationTones } from "@/app/(portal)/bounces/tones";
import { BouncesPart, ResendsPart } from "@/app/(portal)/emails/[id]/beside-part";
import { EmailFacts } from "@/app/(portal)/emails/[id]/email-facts";
import { UnknownPart } from "@/app/(portal)/emails/[id]/unknown-part";
import { HistoryPart } from "@/app/(portal)/emails/[id]/history-part";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { LiveRefresh } from "@/components/detail/live-refresh";
import { RawText } from "@/components/detail/raw-text";
import { Icon } from "@/components/ui/icon";
import { Status } from "@/components/ui/status";
import { getCommunication } from "@/lib/features/communications/queries/detail";
import { previewMessage } from "@/lib/features/communications/queries/preview";
import type { CommunicationKind, CommunicationState } from "@/lib/kernel/communications";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type EmailRoute = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata({ params }: EmailRoute): Promise<Metadata> {
  return { title: (await params).id };
}

export default async function EmailPage({ params }: EmailRoute) {
  const { actor, merchant } = await requirePermission("bounces:read");
  const { id } = await params;
  const message = await getCommunication(actor.scope, id);
  if (message === null) notFound();
  const t = await getTranslations("emails");
  const copy = (await getTranslations("app"))("copy");
  const writing = await writingFor(merchant.timezone, requestTime());
  const state = message.state as CommunicationState;
  return (
    <>
      <LiveRefresh source="/api/live/emails" id={id} />
      <Link
        href="/emails"
        prefetch={false}
        className="no-print mb-3 inline-flex items-center gap-1 text-sm text-soft no-underline hover:text-ink"
      >
        <Icon name="left" className="size-3.5" />
        {t("title")}
      </Link>
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-2xl font-semibold tracking-tight">
          {t(`values.kind.${message.kind as CommunicationKind}`)}{" "}
          <span className="text-lg font-medium [overflow-wrap:anywhere] text-soft">{message.addressee}</span>
        </h1>
        <Status chip tone={communicationTones[state]} word={t(`values.state.${state}`)} code={state} />
      </div>
      {state === "unknown" && <UnknownPart id={id} actor={actor} />}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <BouncesPart message={message} writing={writing} />
          <ResendsPart message={message} writing={writing} />
          <HistoryPart message={message} writing={writing} />
          <section className="panel p-4">
            <RawText title={t("parts.text")} copy={copy} text={await previewMessage(message)} isExact />
          </section>
        </div>
        <EmailFacts message={message} writing={writing} />
      </div>
    </>
  );
}
