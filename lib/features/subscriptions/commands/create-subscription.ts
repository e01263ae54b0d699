import { actorLabel, type Actor } from "@/lib/kernel/access";
import type { Money } from "@/lib/kernel/money";
import { err, ok, type Result } from "@/lib/kernel/result";
import { localDayOf } from "@/lib/kernel/zoned-day";
import { writeSubscriptionHistory } from "@/lib/features/subscriptions/commands/apply-event";
import {
  decideNewSubscription,
  defaultBeginDate,
  subscriptionZone,
  type NewSubscriptionRefusal,
  type SubscriptionKind,
  type SubscriptionUnit,
} from "@/lib/features/subscriptions/model";
import { newId } from "@/lib/platform/ids";
import { lockRow } from "@/lib/platform/lock";
import { nextTransactionReference } from "@/lib/platform/transaction-reference";
import { inTransaction, type Tx } from "@/lib/platform/tx";

export type NewSubscription = {
  /** When given, the first payment must be of this website. */
  readonly websiteId?: string;
  /** The first authorisation. */
  readonly paymentId: string;
  /** Made by the caller: the same intent makes one subscription, however often it is sent. */
  readonly intentId: string;
  readonly kind: SubscriptionKind;
  readonly amount: Money;
  readonly unit: SubscriptionUnit;
  readonly frequency: number;
  /** Null: without an end. */
  readonly finalNumber: number | null;
  /** Local day `YYYY-MM-DD` of the payment after the first; null: one step after the first. */
  readonly beginDate: string | null;
  /** Number of the first authorisation; 1 where nobody says. */
  readonly number?: number;
  readonly orderReference?: string | null;
  readonly correlationId?: string;
};

type Created = { readonly subscriptionId: string; readonly repeated: boolean };
type Refusal = NewSubscriptionRefusal | "not_found" | "intent_used" | "already_subscribed";

const firstPayment = (tx: Tx, id: string) =>
  tx.db.payment.findUniqueOrThrow({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    select: {
      websiteId: true,
      status: true,
      settleStatus: true,
      captureMode: true,
      method: true,
      cardBrand: true,
      currency: true,
      createdAt: true,
      authorisedAt: true,
      started: { select: { id: true } },
      website: { select: { number: true } },
    },
  });
type First = Awaited<ReturnType<typeof firstPayment>>;

const known = (tx: Tx, intentId: string) =>
  tx.db.subscription.findUnique({
    where: { merchantId_intentId: { merchantId: tx.scope, intentId } },
    select: { id: true, paymentId: true, amountMinor: true, currency: true, unit: true, frequency: true },
  });

function repeatOf(
  before: NonNullable<Awaited<ReturnType<typeof known>>>,
  wish: NewSubscription,
): Result<Created, "intent_used"> {
  const same =
    before.paymentId === wish.paymentId &&
    Number(before.amountMinor) === wish.amount.minor &&
    before.currency === wish.amount.currency &&
    before.unit === wish.unit &&
    before.frequency === wish.frequency;
  return same ? ok({ subscriptionId: before.id, repeated: true }) : err("intent_used");
}

async function insert(tx: Tx, wish: NewSubscription, first: First, beginDate: string): Promise<string> {
  const id = newId();
  const number = wish.number ?? 1;
  await tx.db.subscription.create({
    data: {
      merchantId: tx.scope,
      id,
      websiteId: first.websiteId,
      paymentId: wish.paymentId,
      transactionReference: await nextTransactionReference(tx, first.website.number),
      intentId: wish.intentId,
      kind: wish.kind,
      currency: wish.amount.currency,
      amountMinor: wish.amount.minor,
      unit: wish.unit,
      frequency: wish.frequency,
      number,
      firstNumber: number,
      finalNumber: wish.finalNumber,
      beginDate: new Date(`${beginDate}T00:00:00Z`),
      nextDueDate: new Date(`${beginDate}T00:00:00Z`),
      status: "pending",
      orderReference: wish.orderReference ?? null,
      actor: actorLabel(tx.actor),
      createdAt: tx.now,
      statusAt: tx.now,
    },
    select: { id: true },
  });
  return id;
}

/** The day of the payment after the first, if such a plan may be made at all. */
function beginDateOf(wish: NewSubscription, first: First, now: Date): Result<string, NewSubscriptionRefusal> {
  const { amount, unit, frequency, finalNumber, beginDate, number = 1 } = wish;
  const today = localDayOf(now, subscriptionZone);
  const plan = { frequency, finalNumber, number, amountMinor: amount.minor, currency: amount.currency };
  const decision = decideNewSubscription(first, { ...plan, beginDate }, today);
  if (!decision.ok) return decision;
  const firstDay = localDayOf(first.authorisedAt ?? first.createdAt, subscriptionZone);
  return ok(beginDate ?? defaultBeginDate(firstDay, { unit, frequency }, today));
}

/** Within a transaction of the caller. */
export async function createSubscriptionIn(tx: Tx, wish: NewSubscription): Promise<Result<Created, Refusal>> {
  if (!(await lockRow(tx, "payment", wish.paymentId))) return err("not_found");
  const before = await known(tx, wish.intentId);
  if (before) return repeatOf(before, wish);
  const first = await firstPayment(tx, wish.paymentId);
  if (wish.websiteId !== undefined && wish.websiteId !== first.websiteId) return err("not_found");
  if (first.started !== null) return err("already_subscribed");

  const begun = beginDateOf(wish, first, tx.now);
  if (!begun.ok) return begun;
  const beginDate = begun.value;
  const subscriptionId = await insert(tx, wish, first, beginDate);
  await writeSubscriptionHistory(tx, subscriptionId, { event: "create", from: null, to: "pending" });
  await tx.audit("subscription.created", ["subscription", subscriptionId], {
    paymentId: wish.paymentId,
    ...wish.amount,
    unit: wish.unit,
    frequency: wish.frequency,
    finalNumber: wish.finalNumber,
    beginDate,
  });
  await tx.announce("payments", wish.paymentId);
  return ok({ subscriptionId, repeated: false });
}

const isUniqueViolation = (problem: unknown) => (problem as { code?: string }).code === "P2002";

/** Plans the payments that follow a first one. It becomes active when that one has settled (domain.md 1.2.2). */
export async function createSubscription(
  actor: Actor,
  wish: NewSubscription,
): Promise<Result<Created, Refusal>> {
  const options = wish.correlationId === undefined ? {} : { correlationId: wish.correlationId };
  const attempt = () => inTransaction(actor, (tx) => createSubscriptionIn(tx, wish), options);
  return attempt().catch((problem: unknown) => {
    if (isUniqueViolation(problem)) return attempt();
    throw problem;
  });
}
