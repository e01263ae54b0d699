import { getTranslations } from "next-intl/server";
import type { MovesPartProps } from "@/app/(portal)/payments/[id]/moves-part";
import { RefundMovesPart, type RefundMovesProps } from "@/app/(portal)/payments/[id]/refund-moves-part";
import {
  relative,
  sayActor,
  type PaymentTranslator,
  type Writing,
} from "@/app/(portal)/payments/[id]/payment-texts";
import { refundTones, settleTones } from "@/app/(portal)/payments/tones";
import { CopyButton } from "@/components/detail/copy-button";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { PaymentDetail } from "@/lib/features/payments/queries/detail";
import type { RefundStatus } from "@/lib/features/refunds/model";
import { settlementAt } from "@/lib/features/settlement/model";

type Refund = PaymentDetail["refunds"][number];

/** U6: nobody knows yet, so nothing may be repeated; says when the gateway is asked again. */
function sayUnknown(t: PaymentTranslator, refund: Refund, writing: Writing): string {
  const at = refund.nextInquiryAt;
  if (at === null) return t("refunds.unknown");
  return t("refunds.unknownUntil", { when: relative(writing, at), at: writing.exact(at) });
}

/** What a refund waits for, where it waits. */
function sayWaiting(t: PaymentTranslator, refund: Refund, writing: Writing): string | null {
  const { status, settleDueDate, waitsUntil } = refund;
  if (status === "unknown") return sayUnknown(t, refund, writing);
  if (status === "awaiting_approval") return t("refunds.awaitingApproval");
  if (status === "awaiting_balance" && waitsUntil !== null)
    return t("refunds.waits", { at: writing.exact(waitsUntil) });
  if (status !== "accepted" || settleDueDate === null || refund.settleStatus === 2) return null;
  const day = settleDueDate.toISOString().slice(0, 10);
  return t("refunds.settles", { at: writing.moment(settlementAt(day, writing.now)) });
}

async function RefundState({ refund, writing }: RefundMovesProps) {
  const t = await getTranslations("payment");
  const status = refund.status as RefundStatus;
  const settleMinor = Number(refund.settleMinor);
  return (
    <>
      <Status tone={refundTones[status]} word={t(`refundStatuses.${status}`)} code={status} />
      {status === "accepted" && refund.settleStatus === 2 && (
        <Status tone={settleTones["2"]} word={t("settleStatuses.s2")} code="settlestatus 2" />
      )}
      {settleMinor !== refund.amount.minor && (
        <span className="numbers text-soft">
          {t("facts.settleAmount")}: {writing.money({ ...refund.amount, minor: settleMinor })}
        </span>
      )}
    </>
  );
}

async function RefundLine(props: RefundMovesProps) {
  const { refund, writing } = props;
  const t = await getTranslations("payment");
  const copy = (await getTranslations("app"))("copy");
  const status = refund.status as RefundStatus;
  const waiting = sayWaiting(t, refund, writing);
  const { decidedByName, decidedAt, decisionReason } = refund;
  return (
    <li className="border-t border-line px-4 py-2.5 text-sm first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <strong className="numbers font-semibold">{writing.money(refund.amount)}</strong>
        <RefundState {...props} />
        <span className="min-w-0 flex-1 break-words text-soft max-sm:order-last max-sm:basis-full">
          {refund.reason}
        </span>
        <span className="font-mono text-xs text-faint">{refund.transactionReference}</span>
        <CopyButton value={refund.transactionReference} label={`${copy}: ${refund.transactionReference}`} />
      </div>
      {waiting !== null && <p className="notice mt-2">{waiting}</p>}
      {status === "failed" && (
        <p className="mt-1 text-bad">{t("refunds.failed", { code: refund.declineCode ?? "" })}</p>
      )}
      <p className="numbers mt-0.5 text-xs text-faint">
        {t("refunds.asked", { actor: sayActor(t, refund.actor), at: writing.exact(refund.createdAt) })}
        {decidedByName !== null && decidedAt !== null && (
          <span className="block">
            {t("refunds.decided", { name: decidedByName, at: writing.exact(decidedAt) })}
            {decisionReason !== null && `: ${decisionReason}`}
          </span>
        )}
      </p>
      <RefundMovesPart {...props} />
    </li>
  );
}

export async function RefundsPart(props: MovesPartProps) {
  const { refunds } = props.detail;
  if (refunds.length === 0) return null;
  const t = await getTranslations("payment");
  return (
    <Section title={t("parts.refunds")}>
      <ul>
        {refunds.map((refund) => (
          <RefundLine key={refund.id} refund={refund} {...props} />
        ))}
      </ul>
    </Section>
  );
}
