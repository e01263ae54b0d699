import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { notFound } from "next/navigation";
import { writingFor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { CheckPart } from "@/app/(portal)/pushes/[id]/signature/check-part";
import { Compare } from "@/app/(portal)/pushes/[id]/signature/compare";
import { DigestPart } from "@/app/(portal)/pushes/[id]/signature/digest-part";
import { readSignature, type Signature } from "@/app/(portal)/pushes/[id]/signature/read-signature";
import { PiecesPart, TextPart } from "@/app/(portal)/pushes/[id]/signature/steps-part";
import { Section } from "@/components/detail/section";
import { Icon } from "@/components/ui/icon";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

type SignatureRoute = {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<{ readonly attempt?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signature"))("title") };
}

async function Head({ signature, writing }: { signature: Signature; writing: Writing }) {
  const t = await getTranslations("signature");
  const { id, attempt, attempts, eventType } = signature;
  const format = (await getTranslations("pushSettings"))(`formats.${signature.format}.name`);
  const others = attempts.filter((number) => number !== attempt?.number);
  return (
    <header className="mb-4">
      <Link
        href={`/pushes/${id}`}
        prefetch={false}
        className="no-print mb-3 inline-flex items-center gap-1 text-sm text-soft no-underline hover:text-ink"
      >
        <Icon name="left" className="size-3.5" />
        {eventType}
      </Link>
      <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="numbers mt-1 text-sm text-soft">
        {attempt === null
          ? t("notSent", { format })
          : t("attempt", { format, number: attempt.number, at: writing.exact(attempt.startedAt) })}
      </p>
      {others.length > 0 && (
        <nav aria-label={t("attempts")} className="numbers mt-2 flex flex-wrap gap-2 text-sm">
          <span className="text-soft">{t("attempts")}</span>
          {others.map((number) => (
            <Link
              key={number}
              href={`?attempt=${number.toString()}`}
              prefetch={false}
              className="text-accent"
            >
              {number}
            </Link>
          ))}
        </nav>
      )}
    </header>
  );
}

async function ComparePart({ text }: { text: string }) {
  const t = await getTranslations("signature");
  return (
    <Section title={t("compare.title")}>
      <Compare
        text={text}
        texts={{
          label: t("compare.label"),
          same: t("compare.same"),
          differs: t("compare.differs", { at: "{at}" }),
          ours: t("compare.ours"),
          theirs: t("compare.theirs"),
          end: t("compare.end"),
        }}
      />
    </Section>
  );
}

/** U13: a digest of the shop's own data is worth what the message is worth, so it is for those who may send it again. */
export default async function SignaturePage({ params, searchParams }: SignatureRoute) {
  const { actor, merchant } = await requirePermission("pushes:resend");
  const wished = Number([(await searchParams).attempt].flat()[0]);
  const attempt = Number.isInteger(wished) ? wished : null;
  const signature = await readSignature(actor.scope, (await params).id, attempt);
  if (signature === null) notFound();
  const writing = await writingFor(merchant.timezone, requestTime());
  return (
    <div className="max-w-5xl">
      <Head signature={signature} writing={writing} />
      <div className="flex flex-col gap-4">
        <PiecesPart signature={signature} />
        <TextPart signature={signature} />
        <DigestPart signature={signature} writing={writing} />
        <ComparePart text={signature.explained.text} />
        <CheckPart signature={signature} />
      </div>
    </div>
  );
}
