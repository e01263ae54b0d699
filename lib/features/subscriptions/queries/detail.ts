import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { isUuid } from "@/lib/kernel/uuid";
import type { PaymentStatus } from "@/lib/features/payments/model";
import {
  isFinished,
  shownStatusOf,
  type SubscriptionKind,
  type SubscriptionStatus,
  type SubscriptionUnit,
} from "@/lib/features/subscriptions/model";
import { reading, type Db } from "@/lib/platform/tx";

const mostParts = 500;

const paymentColumns = {
  id: true,
  transactionReference: true,
  status: true,
  settleStatus: true,
  captureMode: true,
  amountMinor: true,
  currency: true,
  declineCode: true,
  createdAt: true,
  subscriptionNumber: true,
} as const;

const read = (db: Db, scope: MerchantScope, id: string) =>
  db.subscription.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      id: true,
      transactionReference: true,
      kind: true,
      currency: true,
      amountMinor: true,
      unit: true,
      frequency: true,
      number: true,
      firstNumber: true,
      finalNumber: true,
      beginDate: true,
      nextDueDate: true,
      status: true,
      orderReference: true,
      actor: true,
      createdAt: true,
      statusAt: true,
      website: { select: { id: true, name: true } },
      first: {
        select: {
          ...paymentColumns,
          method: true,
          cardBrand: true,
          cardLastFour: true,
          customerEmail: true,
          customerName: true,
        },
      },
    },
  });
type Row = NonNullable<Awaited<ReturnType<typeof read>>>;

const readChildren = (db: Db, scope: MerchantScope, subscriptionId: string) =>
  db.payment.findMany({
    where: { merchantId: scope, subscriptionId },
    orderBy: { subscriptionNumber: "desc" },
    take: mostParts,
    select: paymentColumns,
  });

const readHistory = (db: Db, scope: MerchantScope, subscriptionId: string) =>
  db.subscriptionHistory.findMany({
    where: { merchantId: scope, subscriptionId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: mostParts,
    select: { id: true, event: true, fromStatus: true, toStatus: true, changes: true, actor: true, at: true },
  });
type History = Awaited<ReturnType<typeof readHistory>>[number];

const money = (minor: bigint, currency: string): Money => ({ minor: Number(minor), currency });
const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

function paymentOf(row: Pick<Row["first"], keyof typeof paymentColumns>, number: number) {
  const { amountMinor, currency, subscriptionNumber: _, ...rest } = row;
  return { ...rest, status: row.status as PaymentStatus, number, amount: money(amountMinor, currency) };
}

function factsOf({ first, amountMinor, beginDate, nextDueDate, ...row }: Row) {
  const { method, cardBrand, cardLastFour, customerEmail, customerName } = first;
  return {
    ...row,
    kind: row.kind as SubscriptionKind,
    unit: row.unit as SubscriptionUnit,
    status: row.status as SubscriptionStatus,
    amountMinor: Number(amountMinor),
    amount: money(amountMinor, row.currency),
    beginDate: dayOf(beginDate),
    /** When number + 1 falls due, also past the final number; see the model. */
    nextDueDate: nextDueDate && dayOf(nextDueDate),
    isFinished: isFinished(row),
    card: { method, cardBrand, cardLastFour },
    customer: { email: customerEmail, name: customerName },
  };
}

type ChangeValue = string | number | null;
export type HistoryChanges = Readonly<Record<string, readonly [before: ChangeValue, after: ChangeValue]>>;
/** Before and after by field, as the command wrote them. */
const eventOf = ({ changes, ...row }: History) => ({
  ...row,
  changes: (changes ?? {}) as unknown as HistoryChanges,
});

/** Everything about one subscription, in one snapshot; payments newest first, the first authorisation last. */
export async function getSubscription(scope: MerchantScope, id: string) {
  if (!isUuid(id)) return null;
  return reading(scope, async (db) => {
    const row = await read(db, scope, id);
    if (row === null) return null;
    const children = await readChildren(db, scope, id);
    const history = await readHistory(db, scope, id);
    return {
      subscription: factsOf(row),
      payments: [
        ...children.map((child) => paymentOf(child, child.subscriptionNumber ?? 0)),
        paymentOf(row.first, row.firstNumber),
      ],
      history: history.map(eventOf),
    };
  });
}

export type SubscriptionDetail = NonNullable<Awaited<ReturnType<typeof getSubscription>>>;

const planColumns = {
  id: true,
  transactionReference: true,
  number: true,
  finalNumber: true,
  firstNumber: true,
  status: true,
} as const;

/** The plan that a payment began or belongs to, and its number in it. */
export async function subscriptionOfPayment(scope: MerchantScope, paymentId: string) {
  const payment = await reading(scope, (db) =>
    db.payment.findUnique({
      where: { merchantId_id: { merchantId: scope, id: paymentId } },
      select: {
        subscriptionNumber: true,
        subscription: { select: planColumns },
        started: { select: planColumns },
      },
    }),
  );
  if (!payment) return null;
  const { subscription, started, subscriptionNumber } = payment;
  const plan = subscription ?? started;
  if (!plan) return null;
  const { id, transactionReference, finalNumber, firstNumber } = plan;
  const status = shownStatusOf({ ...plan, status: plan.status as SubscriptionStatus });
  const number = subscription ? (subscriptionNumber ?? 0) : firstNumber;
  return { id, transactionReference, finalNumber, status, number, isFirst: !subscription };
}
