import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { paymentTones } from "@/app/(portal)/payments/tones";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { PaymentDetail } from "@/lib/features/payments/queries/detail";

type Attempt = PaymentDetail["chain"][number];
type ChainProps = { readonly detail: PaymentDetail; readonly writing: Writing };

async function AttemptLine({
  attempt,
  isThis,
  writing,
}: {
  attempt: Attempt;
  isThis: boolean;
  writing: Writing;
}) {
  const t = await getTranslations("payment");
  const words = await getTranslations("payments");
  const { id, status, method, createdAt } = attempt;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2 text-sm first:border-t-0">
      <Status tone={paymentTones[status]} word={words(`values.status.${status}`)} code={status} />
      <span>{words(`values.method.${method}`)}</span>
      <span className="numbers flex-1 text-xs text-soft">{writing.exact(createdAt)}</span>
      {isThis ? (
        <span className="text-xs text-faint">{t("thisOne")}</span>
      ) : (
        <Link href={`/payments/${id}`} prefetch={false} className="link font-mono text-xs">
          {id.slice(0, 13)}…
        </Link>
      )}
    </li>
  );
}

/** PN-10, PN-E5: all attempts at the order; it is paid when any of them is. */
export async function ChainPart({ detail, writing }: ChainProps) {
  const { chain, payment } = detail;
  if (chain.length < 2) return null;
  const t = await getTranslations("payment");
  const paid = chain.find(({ status }) => status === "completed");
  return (
    <Section title={t("parts.chain")}>
      {paid !== undefined && paid.id !== payment.id && (
        <p className="notice notice-good m-3">
          {t("paidBy")}{" "}
          <Link href={`/payments/${paid.id}`} prefetch={false} className="link font-mono text-xs">
            {paid.id}
          </Link>
        </p>
      )}
      <ol>
        {chain.map((attempt) => (
          <AttemptLine
            key={attempt.id}
            attempt={attempt}
            isThis={attempt.id === payment.id}
            writing={writing}
          />
        ))}
      </ol>
    </Section>
  );
}
