import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { ReactNode } from "react";
import { ResendButton } from "@/app/(portal)/bounces/resend-button";
import { resendOf, resendTexts } from "@/app/(portal)/bounces/resend-texts";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { findBounceFacts, type BounceFacts } from "@/lib/features/bounces/queries/facts";
import type { Actor } from "@/lib/kernel/access";

/** Where what the message was about is shown; null for nobody knows (BK-E5). */
function subjectOf({ paymentId, dataRequestId, invoiceId }: BounceFacts) {
  if (invoiceId !== null) return { href: `/invoices/${invoiceId}`, word: "invoice" } as const;
  if (paymentId !== null) return { href: `/payments/${paymentId}`, word: "transaction" } as const;
  return dataRequestId === null
    ? null
    : ({ href: `/data-requests/${dataRequestId}`, word: "transaction" } as const);
}

async function ShowSubject({ facts }: { readonly facts: BounceFacts }) {
  const t = await getTranslations("bounces");
  const subject = subjectOf(facts);
  if (subject !== null)
    return (
      <Link href={subject.href} prefetch={false} className="button">
        {t(`show.${subject.word}`)}
        <span className="sr-only">: {facts.addressee}</span>
      </Link>
    );
  const whyId = `no-subject-${facts.id}`;
  return (
    <>
      <button
        type="button"
        aria-disabled="true"
        aria-describedby={whyId}
        title={t("show.none")}
        className="button"
      >
        {t("show.transaction")}
        <span className="sr-only">: {facts.addressee}</span>
      </button>
      <span id={whyId} className="sr-only">
        {t("show.none")}
      </span>
    </>
  );
}

type SaidProps = { readonly facts: BounceFacts; readonly writing: Writing };

/** BK-10: the old row says when, by whom and to where. */
async function SentAgain({ facts, writing }: SaidProps) {
  const t = await getTranslations("bounces");
  const { resentAt, resentBy, resentTo, resentId } = facts;
  if (resentAt === null || resentId === null) return null;
  return (
    <Link
      href={`/emails/${resentId}`}
      prefetch={false}
      className="block max-w-72 truncate text-xs text-accent no-underline hover:underline max-sm:max-w-full max-sm:whitespace-normal"
    >
      {t("sentAgain", {
        at: writing.moment(resentAt),
        by: (resentBy ?? "").replace(/^[a-z]+:/, ""),
        to: resentTo ?? "",
      })}
    </Link>
  );
}

type RowsProps = { readonly ids: readonly string[]; readonly actor: Actor; readonly writing: Writing };

/** The buttons of each row of a page (BK-9). */
export async function rowButtons({ ids, actor, writing }: RowsProps): Promise<Record<string, ReactNode>> {
  const texts = await resendTexts();
  const all = await findBounceFacts(actor.scope, ids);
  return Object.fromEntries(
    all.map((facts) => [
      facts.id,
      <span key={facts.id} className="inline-flex flex-col items-end gap-1 max-sm:items-start">
        <span className="inline-flex flex-wrap gap-1.5 sm:flex-nowrap">
          <ResendButton bounce={resendOf("bounce", facts, actor.may)} texts={texts} />
          <ShowSubject facts={facts} />
        </span>
        <SentAgain facts={facts} writing={writing} />
      </span>,
    ]),
  );
}
