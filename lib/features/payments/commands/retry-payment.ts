import type { Actor } from "@/lib/kernel/access";
import { err, ok, type Result } from "@/lib/kernel/result";
import { applyPaymentEvent } from "@/lib/features/payments/commands/apply-event";
import { askLater, authorise } from "@/lib/features/payments/commands/authorise";
import { createPaymentAfter } from "@/lib/features/payments/commands/create-payment";
import {
  cardColumns,
  decideMeans,
  type NewPaymentRefusal,
} from "@/lib/features/payments/commands/new-payment";
import { startOperation } from "@/lib/features/payments/commands/operations";
import { startReversal } from "@/lib/features/payments/commands/reverse";
import {
  decideRetry,
  reservingMethods,
  type CaptureMode,
  type PaymentMethod,
  type RetryRefusal,
} from "@/lib/features/payments/model";
import { env } from "@/lib/platform/env";
import type { Card } from "@/lib/platform/gateway/port";
import { newId } from "@/lib/platform/ids";
import { lockRow } from "@/lib/platform/lock";
import { inTransaction, reading, type Db, type Tx } from "@/lib/platform/tx";

export type RetryWish = {
  readonly paymentId: string;
  readonly method: PaymentMethod;
  readonly card: Card | null;
  readonly intentId: string;
  readonly correlationId?: string;
};

const askableWishes = [0, 1, 2] as const;

type Refusal = RetryRefusal | NewPaymentRefusal | "not_found" | "not_allowed_now";

const read = (db: Db, scope: string, id: string) =>
  db.payment.findUnique({
    where: { merchantId_id: { merchantId: scope, id } },
    select: {
      id: true,
      status: true,
      settleStatus: true,
      websiteId: true,
      method: true,
      amountMinor: true,
      currency: true,
      orderReference: true,
      invoiceNumber: true,
      description: true,
      customerEmail: true,
      customerName: true,
      customerCountry: true,
      captureMode: true,
      settleWish: true,
      settleDueDate: true,
      preAuthorisation: true,
      source: true,
      requiresShipping: true,
      platformOrderId: true,
      platformOrderUrl: true,
      accountType: true,
      pushUrl: true,
      pushUrlFailure: true,
      website: { select: { retryEnabled: true, validitySeconds: true } },
    },
  });
type Old = NonNullable<Awaited<ReturnType<typeof read>>>;

const amountOf = (old: Old) => ({ minor: Number(old.amountMinor), currency: old.currency });
const facts = (old: Old) => ({ status: old.status, retryEnabled: old.website.retryEnabled });

/** A bank may yet confirm what the customer has given up: it is told not to, so that nobody pays twice. */
async function takeBack(tx: Tx, old: Old) {
  if (reservingMethods.has(old.method) && old.status !== "pending") return;
  const asked = await tx.db.operation.findFirst({
    where: { merchantId: tx.scope, paymentId: old.id, kind: "authorise" },
    orderBy: { startedAt: "desc" },
    select: { id: true },
  });
  if (asked !== null) await startReversal(tx, old, asked.id);
}

async function giveUp(tx: Tx, paymentId: string): Promise<Result<unknown, Refusal>> {
  await lockRow(tx, "payment", paymentId);
  const old = await read(tx.db, tx.scope, paymentId);
  if (old === null) return err("not_found");
  const decision = decideRetry(facts(old));
  if (!decision.ok) return decision;
  await tx.audit("payment.retried", ["payment", paymentId]);
  await takeBack(tx, old);
  return applyPaymentEvent(tx, old, "retry");
}

/** What the shop asked for holds for the new attempt too; a due day that has passed is today (TP-7). */
function settlementOf({ settleWish, settleDueDate }: Old) {
  const wish = askableWishes.find((one) => one === settleWish);
  return {
    ...(wish === undefined ? {} : { settleStatus: wish }),
    settleDueDate: settleDueDate?.toISOString().slice(0, 10) ?? null,
  };
}

/** PN-10: the customer's new attempt is a payment of its own; the old one is over (domain.md 5.2, 5.3). */
const succeed = (actor: Actor, old: Old, wish: RetryWish) =>
  createPaymentAfter<Refusal>(
    actor,
    {
      websiteId: old.websiteId,
      intentId: wish.intentId,
      amount: amountOf(old),
      method: wish.method,
      card: wish.card,
      orderReference: old.orderReference,
      invoiceNumber: old.invoiceNumber,
      description: old.description,
      customer: { email: old.customerEmail, name: old.customerName, country: old.customerCountry },
      captureMode: old.captureMode as CaptureMode,
      ...settlementOf(old),
      preAuthorisation: old.preAuthorisation,
      source: old.source === "payment_link" ? "payment_link" : "webshop",
      requiresShipping: old.requiresShipping,
      platformOrder:
        old.platformOrderId === null ? null : { id: old.platformOrderId, url: old.platformOrderUrl },
      predecessorId: old.id,
      accountType: old.accountType,
      pushAddresses: { pushUrl: old.pushUrl, pushUrlFailure: old.pushUrlFailure },
      ...(wish.correlationId === undefined ? {} : { correlationId: wish.correlationId }),
    },
    (tx) => giveUp(tx, old.id),
  );

const startAgain = (actor: Actor, wish: RetryWish, correlationId: string) =>
  inTransaction(
    actor,
    async (tx): Promise<Result<string, Refusal>> => {
      await lockRow(tx, "payment", wish.paymentId);
      const old = await read(tx.db, tx.scope, wish.paymentId);
      if (old === null) return err("not_found");
      const decision = decideRetry(facts(old));
      if (!decision.ok) return decision;
      const restarted = await applyPaymentEvent(tx, old, "restart", {
        columns: {
          method: wish.method,
          ...cardColumns({ card: wish.card }),
          gatewayReference: null,
          declineCode: null,
          settleMinor: old.amountMinor,
          expiresAt: new Date(tx.now.getTime() + old.website.validitySeconds * 1000),
        },
      });
      if (!restarted.ok) return restarted;
      await tx.audit("payment.restarted", ["payment", old.id], { method: wish.method });
      const amount = amountOf(old);
      const operationId = await startOperation(tx, { paymentId: old.id, kind: "authorise", amount });
      await askLater(tx, old.id, new Date(tx.now.getTime() + env().gatewayTimeoutMs + 5_000));
      return ok(operationId);
    },
    { correlationId },
  );

async function restart(
  actor: Actor,
  wish: RetryWish,
): Promise<Result<{ readonly paymentId: string }, Refusal>> {
  const correlationId = wish.correlationId ?? newId();
  const restarted = await startAgain(actor, wish, correlationId);
  if (!restarted.ok) return restarted;
  const { paymentId, card } = wish;
  const operationId = restarted.value;
  await authorise(actor, { paymentId, operationId, correlationId, card, initialReference: null });
  return ok({ paymentId });
}

/**
 * A customer tries again, with the same or another method. Where the website allows it that is a new payment,
 * linked to the old one, which ends as `retried`; a payment that failed by our fault starts again as itself.
 */
export async function retryPayment(
  actor: Actor,
  wish: RetryWish,
): Promise<Result<{ readonly paymentId: string }, Refusal>> {
  const before = await reading(actor.scope, async (db) => {
    const known = await db.payment.findUnique({
      where: { merchantId_intentId: { merchantId: actor.scope, intentId: wish.intentId } },
      select: { id: true, predecessorId: true },
    });
    return { known, old: await read(db, actor.scope, wish.paymentId) };
  });
  if (before.known?.predecessorId === wish.paymentId) return ok({ paymentId: before.known.id });
  if (before.old === null) return err("not_found");
  const means = decideMeans(wish);
  if (!means.ok) return means;
  const decision = decideRetry(facts(before.old));
  if (!decision.ok) return decision;
  return decision.value === "retry" ? succeed(actor, before.old, wish) : restart(actor, wish);
}
