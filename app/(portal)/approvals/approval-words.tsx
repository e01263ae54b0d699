import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { DecisionForm, DecisionTexts } from "@/app/(portal)/approvals/decision-dialog";
import { brandName, relative, sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import type { Approval } from "@/lib/features/refunds/queries/approvals";
import { settlementAt } from "@/lib/features/settlement/model";
import { localDayOf } from "@/lib/kernel/zoned-day";

export type LineProps = {
  readonly approval: Approval;
  readonly writing: Writing;
  readonly timezone: string;
};

type ApprovalTranslator = Awaited<ReturnType<typeof getTranslations<"approvals">>>;

async function destinationOf({ payment }: Approval): Promise<string> {
  const methods = await getTranslations("payments");
  const method = methods(`values.method.${payment.method as "card"}`);
  return payment.cardLastFour === null
    ? method
    : `${brandName(payment.cardBrand) || method} •••• ${payment.cardLastFour}`;
}

/** When the money moves once somebody agrees: at once, with a settlement, or not before it is released. */
function sayWhen(t: ApprovalTranslator, { approval, writing, timezone }: LineProps): string {
  const { settleStatus, settleDueDay } = approval;
  if (settleStatus === null) return t("when.now");
  if (settleStatus === 2 || settleDueDay === null) return t("when.suspended");
  const at = settlementAt(settleDueDay, writing.now);
  const isToday = localDayOf(at, timezone) === localDayOf(writing.now, timezone);
  if (!isToday) return t("when.later", { at: writing.format.instant(at)[0] });
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: timezone } as const;
  return t("when.tonight", { time: new Intl.DateTimeFormat(writing.locale, clock).format(at) });
}

export async function writeForms(
  props: LineProps,
): Promise<{ readonly approve: DecisionForm; readonly reject: DecisionForm }> {
  const t = await getTranslations("approvals");
  const actors = await getTranslations("payment");
  const { approval, writing } = props;
  const amount = writing.money(approval.amount);
  const asker = sayActor(actors, approval.actor);
  const about = { amount, destination: await destinationOf(approval), when: sayWhen(t, props) };
  const shared = { refundId: approval.id };
  return {
    approve: {
      ...shared,
      decision: "approve",
      title: t("approve.title", { amount }),
      what: t("approve.what", about),
      submit: t("approve.submit", { amount }),
      done: t("approve.done", { amount }),
    },
    reject: {
      ...shared,
      decision: "reject",
      title: t("reject.title", { amount }),
      what: t("reject.what", { amount, asker }),
      submit: t("reject.submit", { amount }),
      done: t("reject.done", { amount }),
    },
  };
}

export async function writeTexts(): Promise<DecisionTexts> {
  const t = await getTranslations("approvals");
  const app = await getTranslations("app");
  return {
    close: app("close"),
    reason: t("reason"),
    optional: t("reasonOptional"),
    required: t("reasonRequired"),
    cardNumber: t("cardNumber"),
    refusals: {
      forbidden: t("refusals.forbidden"),
      not_found: t("refusals.not_found"),
      not_waiting: t("refusals.not_waiting"),
      own_refund: t("refusals.own_refund"),
      reason_missing: t("refusals.reason_missing"),
      not_allowed_now: t("refusals.not_waiting"),
    },
  };
}

/** What is to be decided: how much, of which payment, to whom, asked by whom, when and why. */
export async function ApprovalFacts({ approval, writing }: LineProps) {
  const t = await getTranslations("approvals");
  const actors = await getTranslations("payment");
  const { payment } = approval;
  const asked = {
    asker: sayActor(actors, approval.actor),
    when: relative(writing, approval.createdAt),
  };
  const customer = [payment.customerName, payment.customerEmail].filter(Boolean).join(", ");
  return (
    <div className="text-sm">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <strong className="numbers text-base font-semibold">{writing.money(approval.amount)}</strong>
        <span>
          {t("ofPayment", { amount: writing.money(payment.amount) })}{" "}
          <Link href={`/payments/${approval.paymentId}`} className="link">
            {payment.orderReference ?? payment.transactionReference}
          </Link>
        </span>
        {payment.refunded.minor > 0 && (
          <span className="text-soft">
            {t("refundedBefore", { amount: writing.money(payment.refunded) })}
          </span>
        )}
      </p>
      <p className="mt-1 break-words text-soft">
        {customer} {customer !== "" && "·"} {await destinationOf(approval)}
      </p>
      <p className="mt-1 text-soft" title={writing.exact(approval.createdAt)}>
        {t("askedBy", asked)}
      </p>
      {approval.reason !== null && (
        <p className="mt-1 break-words">
          <q>{approval.reason}</q>
        </p>
      )}
      {approval.basis !== null && (
        <p className="mt-1 text-soft">{t(`basis.${approval.basis as "override"}`)}</p>
      )}
    </div>
  );
}
