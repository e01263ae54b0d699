import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { ConversationPart } from "@/app/(portal)/messages/conversation-part";
import { MessageHeader } from "@/app/(portal)/messages/message-header";
import { MessageSides } from "@/app/(portal)/messages/message-sides";
import { writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { messageListing } from "@/lib/features/messages/listing";
import { curlOf } from "@/lib/features/messages/model";
import { getMessage } from "@/lib/features/messages/queries/detail";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type MessageRoute = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata({ params }: MessageRoute): Promise<Metadata> {
  return { title: (await params).id };
}

export default async function MessagePage({ params }: MessageRoute) {
  const { actor, merchant } = await requirePermission(messageListing.permission);
  const detail = await getMessage(actor.scope, (await params).id);
  if (detail === null) notFound();
  const { message, conversation } = detail;
  const writing = await writingFor(merchant.timezone, requestTime());
  const t = await getTranslations("message");
  const title = (await getTranslations("messages"))("title");
  const curl = (
    <button type="button" data-copy={curlOf(message)} className="button button-small no-print">
      {t("curl")}
    </button>
  );
  return (
    <>
      <MessageHeader message={message} writing={writing} back={{ href: "/messages", label: title }} />
      <div className="flex flex-col gap-4">
        <MessageSides message={message} aside={curl} />
        <p className="text-xs text-faint">{t("masked")}</p>
        <ConversationPart conversation={conversation} current={message.id} writing={writing} />
      </div>
    </>
  );
}
