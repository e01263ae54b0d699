import type { Actor } from "@/lib/kernel/access";
import { toMajor } from "@/lib/kernel/money";
import { err, ok, type Result } from "@/lib/kernel/result";
import { askLater, authorise } from "@/lib/features/payments/commands/authorise";
import {
  cardColumns,
  customerColumns,
  decideNewPayment,
  orderColumns,
  planColumns,
  settlementColumns,
  type NewPayment,
  type NewPaymentRefusal,
} from "@/lib/features/payments/commands/new-payment";
import { mustHoldLong } from "@/lib/features/payments/commands/open-chain";
import { startOperation } from "@/lib/features/payments/commands/operations";
import type { PushAddresses } from "@/lib/features/pushes/model";
import { checkAddressOf, type AddressRefusal } from "@/lib/platform/address-guard";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { writePaymentHistory } from "@/lib/platform/payment-status";
import { inTransaction, type Tx } from "@/lib/platform/tx";
import { nextTransactionReference } from "@/lib/platform/transaction-reference";

type Stored = { readonly paymentId: string; readonly operationId: string | null };

type Site = { readonly number: number; readonly captureMode: string; readonly validitySeconds: number };

async function insertPayment(tx: Tx, input: NewPayment, website: Site) {
  const id = newId();
  const captureMode = input.captureMode ?? website.captureMode;
  const validitySeconds = input.validitySeconds ?? website.validitySeconds;
  await tx.db.payment.create({
    data: {
      merchantId: tx.scope,
      id,
      websiteId: input.websiteId,
      transactionReference: await nextTransactionReference(tx, website.number),
      intentId: input.intentId,
      ...orderColumns(input),
      ...planColumns(input),
      ...customerColumns(input.customer),
      method: input.method,
      ...cardColumns(input),
      accountType: input.accountType ?? "ECOM",
      currency: input.amount.currency,
      amountMinor: input.amount.minor,
      amountMajor: toMajor(input.amount),
      settleMinor: input.amount.minor,
      status: "started",
      ...settlementColumns(input),
      captureMode,
      preAuthorisation:
        input.preAuthorisation === true || (await mustHoldLong(tx, { ...input, captureMode })),
      expiresAt: new Date(tx.now.getTime() + validitySeconds * 1000),
      createdAt: tx.now,
      statusAt: tx.now,
    },
    select: { id: true },
  });
  return id;
}

const isSameWish = (
  known: { websiteId: string; amountMinor: bigint; currency: string; method: string },
  wish: NewPayment,
) =>
  known.websiteId === wish.websiteId &&
  Number(known.amountMinor) === wish.amount.minor &&
  known.currency === wish.amount.currency &&
  known.method === wish.method;

/** What must hold and happen in the same transaction, once, before the payment exists. */
type Prepare<E extends string> = (tx: Tx) => Promise<Result<unknown, E>>;

async function store<E extends string>(
  tx: Tx,
  input: NewPayment,
  prepare: Prepare<E>,
): Promise<Result<Stored, NewPaymentRefusal | E>> {
  const known = await tx.db.payment.findUnique({
    where: { merchantId_intentId: { merchantId: tx.scope, intentId: input.intentId } },
    select: { id: true, websiteId: true, amountMinor: true, currency: true, method: true },
  });
  if (known)
    return isSameWish(known, input) ? ok({ paymentId: known.id, operationId: null }) : err("intent_used");
  const prepared = await prepare(tx);
  if (!prepared.ok) return prepared;
  const website = await tx.db.website.findUnique({
    where: { merchantId_id: { merchantId: tx.scope, id: input.websiteId } },
    select: { number: true, captureMode: true, validitySeconds: true },
  });
  if (!website) return err("unknown_website");

  const paymentId = await insertPayment(tx, input, website);
  const begun = { event: "start", from: null, to: "started", settle: [null, null] } as const;
  const historyId = await writePaymentHistory(tx, paymentId, begun);
  // The shop knows what it began itself, but not what a customer began in its stead.
  if (input.predecessorId !== undefined) await tx.emit("payment.status_changed", { paymentId, historyId });
  await tx.audit("payment.created", ["payment", paymentId], { ...input.amount, method: input.method });
  const operationId = await startOperation(tx, { paymentId, kind: "authorise", amount: input.amount });
  await askLater(tx, paymentId, new Date(tx.now.getTime() + env().gatewayTimeoutMs + 5_000));
  return ok({ paymentId, operationId });
}

const isUniqueViolation = (problem: unknown) => (problem as { code?: string }).code === "P2002";

/** Stores a payment after `prepare`, then asks the gateway as `createPayment` does. */
export async function createPaymentAfter<E extends string>(
  actor: Actor,
  input: NewPayment,
  prepare: Prepare<E>,
): Promise<Result<{ readonly paymentId: string }, NewPaymentRefusal | E>> {
  const decision = decideNewPayment(input);
  if (!decision.ok) return decision;
  const correlationId = input.correlationId ?? newId();
  const attempt = () => inTransaction(actor, (tx) => store(tx, input, prepare), { correlationId });
  const stored = await attempt().catch((problem: unknown) => {
    if (isUniqueViolation(problem)) return attempt();
    throw problem;
  });
  if (!stored.ok) return stored;
  const { paymentId, operationId } = stored.value;
  if (operationId !== null)
    await authorise(actor, {
      ...{ paymentId, operationId, correlationId },
      card: input.card,
      initialReference: input.subscription?.initialReference ?? null,
    });
  return ok({ paymentId });
}

/**
 * A payment that goes on with what was asked for before: another try, a plan, a data request. Nobody is there to mend
 * its push addresses, and they are checked at each call: they do not stand in the way of its money.
 */
export const createFollowingPayment = (actor: Actor, input: NewPayment) =>
  createPaymentAfter<never>(actor, input, () => Promise.resolve(ok("nothing")));

const addressFields = ["pushUrl", "pushUrlFailure"] as const;
export type PushAddressRefusal = `${(typeof addressFields)[number]}.${AddressRefusal}`;

/** As they are kept. Asks the name service, so not within a transaction. */
async function checkAddresses(given: PushAddresses): Promise<Result<PushAddresses, PushAddressRefusal>> {
  const checked = { pushUrl: null, pushUrlFailure: null } as Record<keyof PushAddresses, string | null>;
  for (const field of addressFields) {
    const found = await checkAddressOf(field, given[field] ?? "");
    if (!found.ok) return found;
    checked[field] = found.value;
  }
  return ok(checked);
}

/**
 * Stores the payment, then asks the gateway inline and answers when it is known how that ended, or
 * when the gateway was silent past its deadline: then the payment stays `started` and the worker goes
 * on asking. The same intent finds the first payment, also when its push address has become wrong since.
 */
export async function createPayment(
  actor: Actor,
  input: NewPayment,
): Promise<Result<{ readonly paymentId: string }, NewPaymentRefusal | PushAddressRefusal>> {
  if (input.pushAddresses === undefined) return createFollowingPayment(actor, input);
  const checked = await checkAddresses(input.pushAddresses);
  return createPaymentAfter<PushAddressRefusal>(
    actor,
    checked.ok ? { ...input, pushAddresses: checked.value } : input,
    () => Promise.resolve(checked),
  );
}
