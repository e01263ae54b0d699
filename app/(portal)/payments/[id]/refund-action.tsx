import { getTranslations } from "next-intl/server";
import { brandName, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { RefundButton } from "@/app/(portal)/payments/[id]/refund-button";
import type { PaymentDetail } from "@/lib/features/payments/queries/detail";

type Payment = PaymentDetail["payment"];
type RefundActionProps = { readonly payment: Payment; readonly writing: Writing };

/** U7: a closed action stays, and says why it is closed and when it opens. */
async function whyClosed({ payment, writing }: RefundActionProps): Promise<string | null> {
  const t = await getTranslations("refund");
  const words = await getTranslations("payments");
  if (payment.status === "completed") return payment.left.minor > 0 ? null : t("closed.nothingLeft");
  if (payment.status === "authorised") {
    const due = payment.settleDueDate?.toISOString().slice(0, 10);
    return due === undefined ? t("closed.authorised") : t("closed.due", { day: writing.format.day(due) });
  }
  const word = words(`values.status.${payment.status}`);
  return payment.status === "started" || payment.status === "pending"
    ? t("closed.open", { status: word })
    : t("closed.final", { status: word });
}

function destinationOf(payment: Payment, method: string): string {
  return payment.cardLastFour === null
    ? method
    : `${brandName(payment.cardBrand) || method} •• ${payment.cardLastFour}`;
}

async function formTexts({ payment, writing }: RefundActionProps) {
  const t = await getTranslations("refund");
  const app = await getTranslations("app");
  const words = await getTranslations("payments");
  const left = writing.money(payment.left);
  const method = destinationOf(payment, words(`values.method.${payment.method as "card"}`));
  return {
    what: t("what", { amount: "#", customer: payment.customerEmail ?? t("customer"), method }),
    left: t("left", { amount: left }),
    amount: t("amount"),
    reason: t("reason"),
    reasonHint: t("reasonHint"),
    submit: t("submit", { amount: "#" }),
    done: t("done", { amount: "#" }),
    repeated: t("repeated", { amount: "#" }),
    close: app("close"),
    badAmount: t("badAmount"),
    moreThanLeft: t("refusals.more_than_left", { amount: left }),
    refusals: {
      forbidden: t("refusals.forbidden"),
      not_found: t("refusals.not_found"),
      not_completed: t("refusals.not_completed"),
      wrong_currency: t("refusals.wrong_currency"),
      nothing_left: t("refusals.nothing_left"),
      balance_changed: t("refusals.balance_changed"),
      more_than_left: t("refusals.more_than_left", { amount: left }),
      intent_used: t("refusals.intent_used"),
      too_late: t("refusals.too_late"),
      below_minimum: t("refusals.below_minimum"),
      refund_in_platform: t("refusals.refund_in_platform"),
      override_not_yours: t("refusals.override_not_yours"),
      reason_missing: t("refusals.reason_missing"),
    },
  };
}

export async function RefundAction({ payment, writing }: RefundActionProps) {
  const t = await getTranslations("refund");
  const app = await getTranslations("app");
  const why = await whyClosed({ payment, writing });
  const form = {
    paymentId: payment.id,
    intentId: crypto.randomUUID(),
    left: payment.left,
    locale: writing.locale,
    texts: await formTexts({ payment, writing }),
  };
  return <RefundButton label={t("title")} close={app("close")} form={why === null ? form : null} why={why} />;
}
