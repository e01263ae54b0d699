import { changeNamedSettlement, changeSettlement } from "@/lib/features/payments/commands/change-settlement";
import { getTransaction, getRefundTransaction } from "@/lib/features/payments/queries/find-transactions";
import type { ResolvedReference } from "@/lib/features/payments/queries/resolve-reference";
import { changeRefundSettlement } from "@/lib/features/refunds/commands/change-settlement";
import type { WantedSettlement } from "@/lib/features/settlement/model";
import { updateSubscription } from "@/lib/features/subscriptions/commands/update-subscription";
import type { WantedSubscription } from "@/lib/features/subscriptions/model";
import { getSubscription } from "@/lib/features/subscriptions/queries/detail";
import { amountIn, type AskedAmount } from "@/lib/wire/trust/amount";
import { encodeRefusal, encodeUpdated } from "@/lib/wire/trust/answer";
import { decoded, refused, type Decoded } from "@/lib/wire/trust/codes";
import type { Fields } from "@/lib/wire/trust/envelope";
import {
  decodeSubscriptionUpdates,
  decodeTransactionUpdates,
  decodeUpdateTarget,
  type SubscriptionUpdates,
  type TransactionUpdates,
} from "@/lib/wire/trust/update";
import { checkSites, resolveOwn, type Answered, type Context } from "@/app/(wire)/trust/context";
import { settlementRefusals, subscriptionUpdateRefusals } from "@/app/(wire)/trust/refusals";
import type { Caller } from "@/lib/web/endpoint";

const currencyReaders = {
  AUTH: async (caller: Caller, id: string) => (await getTransaction(caller.actor.scope, id))?.currency,
  REFUND: async (caller: Caller, id: string) =>
    (await getRefundTransaction(caller.actor.scope, id))?.currency,
  SUBSCRIPTION: async (caller: Caller, id: string) =>
    (await getSubscription(caller.actor.scope, id))?.subscription.currency,
} satisfies Record<ResolvedReference["type"], unknown>;

/** Only decimals, and a currency beside the amount, need to know what the transaction is in. */
const needsCurrency = ({ major, currency }: AskedAmount) => major !== null || currency !== null;

async function minorOf(
  caller: Caller,
  { type, id }: ResolvedReference,
  amount: AskedAmount,
): Promise<Decoded<number | null>> {
  if (!needsCurrency(amount)) return decoded(amount.minor);
  const currency = await currencyReaders[type](caller, id);
  return currency === undefined ? refused("20004") : amountIn(amount, currency);
}

const wantedSettlement = (updates: TransactionUpdates, minor: number | null): WantedSettlement => ({
  ...(updates.settleStatus === null ? {} : { settleStatus: updates.settleStatus }),
  ...(minor === null ? {} : { settleMinor: minor }),
  ...(updates.settleDueDate === null ? {} : { settleDueDate: updates.settleDueDate }),
  ...(updates.orderReference === null ? {} : { orderReference: updates.orderReference }),
});

const activeStatuses = { 0: "inactive", 1: "active", 3: "stopped" } as const;

const wantedPlan = (updates: SubscriptionUpdates, minor: number | null): WantedSubscription => ({
  ...(minor === null ? {} : { amountMinor: minor }),
  ...(updates.frequency === null ? {} : { frequency: updates.frequency }),
  ...(updates.unit === null ? {} : { unit: updates.unit }),
  ...(updates.finalNumber === null ? {} : { finalNumber: updates.finalNumber }),
  ...(updates.active === null ? {} : { status: activeStatuses[updates.active] }),
  ...(updates.orderReference === null ? {} : { orderReference: updates.orderReference }),
});

type Done = Promise<Decoded<unknown>>;

async function updateTransaction(
  caller: Caller,
  found: ResolvedReference,
  fields: Fields,
  { correlationId }: Context,
): Done {
  const updates = decodeTransactionUpdates(fields);
  if (!updates.ok) return updates;
  const minor = await minorOf(caller, found, updates.value.settleAmount);
  if (!minor.ok) return minor;
  const wish = { wanted: wantedSettlement(updates.value, minor.value), correlationId };
  const changed =
    found.type === "AUTH"
      ? await changeSettlement(caller.actor, { paymentId: found.id, ...wish })
      : await changeRefundSettlement(caller.actor, { refundId: found.id, ...wish });
  return changed.ok ? decoded(changed.value) : { ok: false, refusal: settlementRefusals[changed.error] };
}

async function updatePlan(
  caller: Caller,
  found: ResolvedReference,
  fields: Fields,
  { correlationId }: Context,
): Done {
  const updates = decodeSubscriptionUpdates(fields);
  if (!updates.ok) return updates;
  const minor = await minorOf(caller, found, updates.value.amount);
  if (!minor.ok) return minor;
  const wanted = wantedPlan(updates.value, minor.value);
  const changed = await updateSubscription(caller.actor, { subscriptionId: found.id, wanted, correlationId });
  if (changed.ok) return decoded(changed.value);
  return { ok: false, refusal: subscriptionUpdateRefusals[changed.error] };
}

const answerOf = (done: Decoded<unknown>, paymentId: string | null, context: Context): Answered => ({
  entry: done.ok ? encodeUpdated(context) : encodeRefusal(done.refusal, "TRANSACTIONUPDATE", context),
  paymentId,
});

/** What most ask for: a payment, and nothing about it that must be known first. Null: it has to be looked up. */
async function updateAtOnce(
  caller: Caller,
  transactionReference: string,
  fields: Fields,
  context: Context,
): Promise<Answered | null> {
  const updates = decodeTransactionUpdates(fields);
  if (!updates.ok || needsCurrency(updates.value.settleAmount)) return null;
  const { websiteId, actor } = caller;
  const wanted = wantedSettlement(updates.value, updates.value.settleAmount.minor);
  const wish = { websiteId, transactionReference, wanted, correlationId: context.correlationId };
  const { paymentId, changed } = await changeNamedSettlement(actor, wish);
  if (paymentId === null) return null;
  return answerOf(
    changed.ok ? changed : { ok: false, refusal: settlementRefusals[changed.error] },
    paymentId,
    context,
  );
}

async function updateFound(caller: Caller, reference: string, fields: Fields, context: Context) {
  const found = await resolveOwn(caller, reference, context.now);
  if (!found.ok) return answerOf(found, null, context);
  const update = found.value.type === "SUBSCRIPTION" ? updatePlan : updateTransaction;
  const done = await update(caller, found.value, fields, context);
  return answerOf(done, found.value.type === "AUTH" ? found.value.id : null, context);
}

/** Domain.md 1.4, steps 7 to 15, in their order. */
export async function answerUpdate(caller: Caller, fields: Fields, context: Context): Promise<Answered> {
  const target = decodeUpdateTarget(fields);
  if (!target.ok) return answerOf(target, null, context);
  const { transactionReference, siteReferences } = target.value;
  const refusal = await checkSites(caller, siteReferences ?? []);
  if (refusal !== null) return answerOf({ ok: false, refusal }, null, context);
  return (
    (await updateAtOnce(caller, transactionReference, fields, context)) ??
    updateFound(caller, transactionReference, fields, context)
  );
}
