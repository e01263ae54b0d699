import { getMessages, getTranslations } from "next-intl/server";
import {
  moveSections,
  type MoveContext,
  type MoveTexts,
  type MoveView,
} from "@/app/(portal)/payments/[id]/move-model";
import { moveWriting } from "@/app/(portal)/payments/[id]/move-writing";
import { MovesBar } from "@/app/(portal)/payments/[id]/moves-bar";
import { brandName, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import {
  leadingMoves,
  moveNames,
  movePermissions,
  movesOf,
  type Closed,
  type MoveFacts,
  type MoveName,
  type Moves,
} from "@/lib/features/moves/model";
import type { PaymentDetail } from "@/lib/features/payments/queries/detail";
import type { Permission } from "@/lib/kernel/access";

type Payment = PaymentDetail["payment"];
type MovesTranslator = Awaited<ReturnType<typeof getTranslations<"moves">>>;

export type MovesPartProps = {
  readonly detail: PaymentDetail;
  readonly writing: Writing;
  readonly timezone: string;
  readonly may: ReadonlySet<Permission>;
};

const factsOf = ({ payment, refundLimitMinor }: PaymentDetail, may: ReadonlySet<Permission>): MoveFacts => ({
  ...payment,
  amountMinor: payment.amount.minor,
  settleMinor: payment.settle.minor,
  capturedMinor: payment.captured.minor,
  refundedMinor: payment.refunded.minor,
  reservedMinor: payment.reserved.minor,
  retryEnabled: payment.website.retryEnabled,
  windowMonths: payment.website.refundWindowMonths,
  platform: { ...payment, refundsInPlatform: payment.website.refundsInPlatform },
  limitMinor: refundLimitMinor,
  mayOverride: may.has("refunds:override"),
});

/** The texts of the dialogs go to the browser as they stand in the catalogue: values are put in while one types. */
async function moveTexts(): Promise<MoveTexts> {
  const messages = await getMessages();
  return Object.fromEntries(moveSections.map((section) => [section, messages.moves[section]])) as MoveTexts;
}

/** A dead end says which one it is; everything else says the rule. */
async function sayWhy(payment: Payment, { reason, opensAt }: Closed, { at }: ReturnType<typeof moveWriting>) {
  const t = await getTranslations("moves");
  const words = await getTranslations("payments");
  const isDead = payment.settleStatus === 3 && payment.status !== "cancelled";
  if (isDead && (reason === "already_cancelled" || reason === "not_completed"))
    return t("ended", { status: words(`values.status.${payment.status}`) });
  if (payment.status === "cancelled" && reason === "not_completed") return t("closed.already_cancelled");
  const why = t(`closed.${reason}`);
  return opensAt === null ? why : t("expected", { why, at: at(opensAt) });
}

const orderLink = ({ platformOrderUrl }: Payment, label: string) =>
  platformOrderUrl?.startsWith("https://") ? { href: platformOrderUrl, label } : null;

/** Where the move belongs: in the shop platform, or on the page of the renewed reservation. */
function elsewhereOf(t: MovesTranslator, payment: Payment, { reason }: Closed): MoveView["elsewhere"] {
  if (reason === "refund_in_platform") return orderLink(payment, t("platformOrder"));
  return reason === "has_chain" ? { href: `/authorisations/${payment.id}`, label: t("toChain") } : null;
}

async function viewsOf(payment: Payment, moves: Moves, writing: ReturnType<typeof moveWriting>) {
  const t = await getTranslations("moves");
  return Promise.all(
    moveNames.map(async (name): Promise<MoveView> => {
      const state = moves[name];
      return {
        name,
        title: t(`titles.${name}`),
        ...(name === "refund" && { icon: "refund" }),
        why: state.open ? null : await sayWhy(payment, state, writing),
        elsewhere: state.open ? null : elsewhereOf(t, payment, state),
      };
    }),
  );
}

async function contextOf({ detail, writing, timezone }: MovesPartProps, moves: Moves): Promise<MoveContext> {
  const { payment } = detail;
  const t = await getTranslations("moves");
  const app = await getTranslations("app");
  const words = await getTranslations("payments");
  const method = words(`values.method.${payment.method as "card"}`);
  const card = `${brandName(payment.cardBrand) || method} •• ${payment.cardLastFour ?? ""}`;
  return {
    paymentId: payment.id,
    refundId: null,
    intentId: crypto.randomUUID(),
    moves,
    amount: payment.amount,
    settleStatus: payment.settleStatus,
    settleMinor: payment.settle.minor,
    settleDueDate: payment.settleDueDate,
    reservedUntil: payment.reservedUntil,
    orderReference: payment.orderReference,
    customer: payment.customerName ?? payment.customerEmail,
    method: payment.cardLastFour === null ? method : card,
    shop: payment.website.name,
    platformOrder: orderLink(payment, t("platformOrder")),
    now: writing.now,
    reader: { locale: writing.locale, timezone },
    texts: await moveTexts(),
    close: app("close"),
    copy: app("copy"),
  };
}

async function movesAndViews({ detail, writing, timezone, may }: MovesPartProps) {
  const moves = movesOf(factsOf(detail, may), writing.now);
  const views = await viewsOf(detail.payment, moves, moveWriting({ locale: writing.locale, timezone }));
  return { moves, views };
}

/** The refund alone, for the page of the payment's authorisations. */
export async function refundMove(props: MovesPartProps) {
  const { moves, views } = await movesAndViews(props);
  const { why = null, elsewhere = null } = views.find(({ name }) => name === "refund") ?? {};
  return { why, elsewhere, context: await contextOf(props, moves) };
}

/** What is kept alive is captured on its own page: its capture says so, ahead of the rest. */
const nearestOf = ({ hasChain, status }: Payment, moves: Moves): readonly MoveName[] => [
  ...new Set<MoveName>([
    ...(hasChain && status === "authorised" ? (["capture"] as const) : []),
    ...leadingMoves(moves),
  ]),
];

/** U7: everything that can be done with the payment, and why the rest cannot. Moves that are not one's own are not there. */
export async function MovesPart(props: MovesPartProps) {
  const { detail, may } = props;
  const t = await getTranslations("moves");
  const { moves, views } = await movesAndViews(props);
  const own = views.filter(({ name }) => may.has(movePermissions[name]));
  if (own.length === 0) return null;
  const nearest = nearestOf(detail.payment, moves);
  const leading = nearest.flatMap((name) => own.filter((view) => view.name === name));
  return (
    <MovesBar
      label={t("label")}
      more={t("more")}
      leading={leading}
      others={own.filter((view) => !leading.includes(view))}
      context={await contextOf(props, moves)}
    />
  );
}
