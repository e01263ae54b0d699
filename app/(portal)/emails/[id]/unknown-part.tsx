import { getTranslations } from "next-intl/server";
import { ResendButton } from "@/app/(portal)/bounces/resend-button";
import { resendOf, resendTexts } from "@/app/(portal)/bounces/resend-texts";
import { getMessageFacts } from "@/lib/features/bounces/queries/facts";
import type { Actor } from "@/lib/kernel/access";

type UnknownProps = { readonly id: string; readonly actor: Actor };

/** Nobody knows whether it arrived: who wants it sent again decides so knowingly. */
export async function UnknownPart({ id, actor }: UnknownProps) {
  const t = await getTranslations("emails");
  const facts = await getMessageFacts(actor.scope, id);
  return (
    <div className="notice notice-calm mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <p className="min-w-0 flex-1 basis-80">{t("unknown")}</p>
      {facts !== null && (
        <ResendButton bounce={resendOf("message", facts, actor.may)} texts={await resendTexts()} />
      )}
    </div>
  );
}
