import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { AttemptsPart } from "@/app/(portal)/pushes/[id]/attempts-part";
import { PushFacts } from "@/app/(portal)/pushes/[id]/push-facts";
import { PushHeader } from "@/app/(portal)/pushes/[id]/push-header";
import { LiveRefresh } from "@/components/detail/live-refresh";
import { RawText } from "@/components/detail/raw-text";
import { Section } from "@/components/detail/section";
import { pushListing } from "@/lib/features/pushes/listing";
import { getPush } from "@/lib/features/pushes/queries/get-push";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type PushRoute = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata({ params }: PushRoute): Promise<Metadata> {
  return { title: (await params).id };
}

export default async function PushPage({ params }: PushRoute) {
  const { actor, merchant } = await requirePermission(pushListing.permission);
  const detail = await getPush(actor.scope, (await params).id);
  if (detail === null) notFound();
  const writing = await writingFor(merchant.timezone, requestTime());
  const t = await getTranslations("push");
  const copy = (await getTranslations("app"))("copy");
  return (
    <>
      <LiveRefresh source="/api/live/pushes" id={detail.push.id} />
      <PushHeader detail={detail} writing={writing} may={actor.may} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <AttemptsPart
            attempts={detail.push.attempts}
            writing={writing}
            mayRead={actor.may.has("messages:read")}
          />
          <Section title={t("body")}>
            <div className="p-4">
              <RawText title={t("body")} copy={copy} text={detail.push.body} />
            </div>
          </Section>
        </div>
        <div className="max-lg:order-first">
          <PushFacts detail={detail} writing={writing} />
        </div>
      </div>
    </>
  );
}
