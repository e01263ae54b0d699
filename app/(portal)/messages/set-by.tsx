import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { sayPerson } from "@/app/(portal)/messages/say-person";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { sourceOf } from "@/lib/features/messages/model";
import { findConversation } from "@/lib/features/messages/queries/detail";
import type { MerchantScope } from "@/lib/kernel/access";
import type { ExchangeLeg } from "@/lib/kernel/exchange-leg";

type SetByProps = {
  readonly scope: MerchantScope;
  /** A line of a history. */
  readonly change: { readonly at: Date; readonly actor: string; readonly correlationId: string };
  readonly writing: Writing;
  /** Whether the reader may open the message. */
  readonly linked: boolean;
  /** False where the time stands beside it. */
  readonly dated?: boolean;
};

/** U3: which message or person set a value, and when. */
export async function SetBy({ scope, change, writing, linked, dated = true }: SetByProps) {
  const { at, actor, correlationId } = change;
  const t = await getTranslations("message");
  const source = sourceOf(at, await findConversation(scope, correlationId));
  const isPerson = actor.startsWith("user:");
  const who = isPerson || source === null ? sayPerson(t, actor) : t(`sources.${source.leg as ExchangeLeg}`);
  const text = dated ? t("setBy", { who, at: writing.exact(at) }) : t("setByWho", { who });
  const className = "numbers text-xs text-faint";
  if (source === null || !linked) return <span className={className}>{text}</span>;
  return (
    <Link
      href={`/messages/${source.id}`}
      prefetch={false}
      className={`${className} underline-offset-2 hover:underline`}
    >
      {text}
    </Link>
  );
}
