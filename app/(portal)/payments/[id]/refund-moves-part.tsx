import { getMessages, getTranslations } from "next-intl/server";
import { cache } from "react";
import {
  moveSections,
  type MoveContext,
  type MoveTexts,
  type MoveView,
} from "@/app/(portal)/payments/[id]/move-model";
import type { MovesPartProps } from "@/app/(portal)/payments/[id]/moves-part";
import { MovesBar } from "@/app/(portal)/payments/[id]/moves-bar";
import {
  leadingRefundMoves,
  refundMoveNames,
  refundMovePermissions,
  refundMovesOf,
  type RefundMoves,
} from "@/lib/features/refund-moves/model";
import type { PaymentDetail } from "@/lib/features/payments/queries/detail";

type Refund = PaymentDetail["refunds"][number];
export type RefundMovesProps = MovesPartProps & { readonly refund: Refund };

/** The words of the payment's dialogs, with a refund's own where it has some. */
const refundMoveTexts = cache(async (): Promise<MoveTexts> => {
  const messages = await getMessages();
  const own = (section: string): object =>
    Object(messages.refundMoves[section as keyof typeof messages.refundMoves]) as object;
  return Object.fromEntries(
    moveSections.map((section) => [section, { ...messages.moves[section], ...own(section) }]),
  ) as MoveTexts;
});

const factsOf = (refund: Refund) => ({
  ...refund,
  amountMinor: refund.amount.minor,
  settleMinor: Number(refund.settleMinor),
  settleDueDate: refund.settleDueDate?.toISOString().slice(0, 10) ?? null,
});

async function contextOf(props: RefundMovesProps, moves: RefundMoves): Promise<MoveContext> {
  const { refund, detail, writing, timezone } = props;
  const { payment } = detail;
  const { settleMinor, settleDueDate } = factsOf(refund);
  const app = await getTranslations("app");
  return {
    ...{ moves, settleMinor, settleDueDate },
    paymentId: payment.id,
    refundId: refund.id,
    intentId: "",
    amount: refund.amount,
    settleStatus: refund.settleStatus,
    reservedUntil: null,
    orderReference: refund.orderReference,
    customer: payment.customerName ?? payment.customerEmail,
    method: "",
    shop: payment.website.name,
    platformOrder: null,
    now: writing.now,
    reader: { locale: writing.locale, timezone },
    texts: await refundMoveTexts(),
    close: app("close"),
    copy: app("copy"),
  };
}

async function viewsOf(moves: RefundMoves, { may }: RefundMovesProps): Promise<readonly MoveView[]> {
  const t = await getTranslations("refundMoves");
  const { closed } = await refundMoveTexts();
  return refundMoveNames
    .filter((name) => may.has(refundMovePermissions[name]))
    .map((name): MoveView => {
      const state = moves[name];
      const why = state.open ? null : closed[state.reason];
      return { name, title: t(`titles.${name}`), why, elsewhere: null };
    });
}

/** TP-21, U7: what can be done with a refund, and why the rest cannot. */
export async function RefundMovesPart(props: RefundMovesProps) {
  const { refund, writing } = props;
  const moves = refundMovesOf(factsOf(refund), writing.now);
  const views = await viewsOf(moves, props);
  if (views.length === 0) return null;
  const t = await getTranslations("refundMoves");
  const nearest: readonly string[] = leadingRefundMoves(moves);
  return (
    <MovesBar
      calm
      label={t("label", { amount: writing.money(refund.amount) })}
      more={(await getTranslations("moves"))("more")}
      leading={views.filter(({ name }) => nearest.includes(name))}
      others={views.filter(({ name }) => !nearest.includes(name))}
      context={await contextOf(props, moves)}
    />
  );
}
