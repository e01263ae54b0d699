import { randomUUID } from "node:crypto";
import { getTransaction } from "@/lib/features/payments/queries/find-transactions";
import { createSubscription } from "@/lib/features/subscriptions/commands/create-subscription";
import { activeCodes } from "@/lib/features/subscriptions/model";
import { getSubscription } from "@/lib/features/subscriptions/queries/detail";
import { amountIn } from "@/lib/wire/trust/amount";
import { encodeRefusal, type TrustTransaction } from "@/lib/wire/trust/answer";
import { decoded, refused, type Decoded, type TrustRefusal } from "@/lib/wire/trust/codes";
import type { Fields } from "@/lib/wire/trust/envelope";
import {
  decodeSubscription,
  encodeSubscription,
  type SubscriptionRequest,
  type TrustSubscription,
} from "@/lib/wire/trust/subscription";
import { authorise, readAuth } from "@/app/(wire)/trust/answer-auth";
import { checkNamedSite, resolveOwn, type Answered, type Context } from "@/app/(wire)/trust/context";
import { planRefusals } from "@/app/(wire)/trust/refusals";
import type { Caller } from "@/lib/web/endpoint";

type Parent = { readonly id: string; readonly transaction: TrustTransaction };

async function readPlan(
  caller: Caller,
  subscriptionId: string,
  parent: Parent,
): Promise<Decoded<TrustSubscription>> {
  const found = await getSubscription(caller.actor.scope, subscriptionId);
  if (found === null) return refused("60034");
  const { subscription: plan } = found;
  return decoded({
    transactionReference: plan.transactionReference,
    parentTransactionReference: parent.transaction.transactionReference,
    siteReference: parent.transaction.siteReference,
    orderReference: plan.orderReference,
    currency: plan.currency,
    baseAmount: plan.amountMinor,
    type: plan.kind,
    unit: plan.unit,
    frequency: plan.frequency,
    number: plan.number,
    finalNumber: plan.finalNumber,
    beginDate: plan.beginDate,
    active: activeCodes[plan.status],
    operator: caller.actor.name,
    startedAt: plan.createdAt,
  });
}

async function plan(
  caller: Caller,
  parent: Parent,
  request: SubscriptionRequest,
  context: Context,
): Promise<Decoded<TrustSubscription>> {
  const { currency, baseAmount } = parent.transaction;
  const asked = amountIn(request.amount, currency);
  if (!asked.ok) return asked;
  const created = await createSubscription(caller.actor, {
    websiteId: caller.websiteId,
    paymentId: parent.id,
    intentId: `trust:${randomUUID()}`,
    kind: request.type,
    amount: { minor: asked.value ?? baseAmount, currency },
    unit: request.unit,
    frequency: request.frequency,
    finalNumber: request.finalNumber,
    beginDate: request.beginDate,
    ...(request.number === null ? {} : { number: request.number }),
    orderReference: request.orderReference,
    correlationId: context.correlationId,
  });
  if (!created.ok) return { ok: false, refusal: planRefusals[created.error] };
  return readPlan(caller, created.value.subscriptionId, parent);
}

function answered(done: Decoded<TrustSubscription>, context: Context, paymentId: string | null): Answered {
  const entry = done.ok
    ? encodeSubscription(done.value)
    : encodeRefusal(done.refusal, "SUBSCRIPTION", context);
  return { entry, paymentId };
}

async function findParent(caller: Caller, reference: string, now: Date): Promise<Decoded<Parent>> {
  const found = await resolveOwn(caller, reference, now);
  if (!found.ok) return found;
  if (found.value.type !== "AUTH") return refused("20019");
  const transaction = await getTransaction(caller.actor.scope, found.value.id);
  return transaction === null ? refused("20004") : decoded({ id: found.value.id, transaction });
}

export async function answerSubscription(
  caller: Caller,
  fields: Fields,
  context: Context,
): Promise<Answered> {
  const site = await checkNamedSite(caller, fields);
  if (site !== null) return answered({ ok: false, refusal: site }, context, null);
  const read = decodeSubscription(fields, { besideAuth: false });
  if (!read.ok) return answered(read, context, null);
  const parent = await findParent(caller, read.value.parentReference ?? "", context.now);
  if (!parent.ok) return answered(parent, context, null);
  return answered(await plan(caller, parent.value, read.value, context), context, parent.value.id);
}

const refuseBoth = (refusal: TrustRefusal, context: Context): readonly Answered[] =>
  ["AUTH", "SUBSCRIPTION"].map((type) => ({ entry: encodeRefusal(refusal, type, context), paymentId: null }));

/**
 * A first payment and its plan in one request: two answers, in this order. A field that is wrong for either
 * refuses both, before any money moves; a payment that was declined or does not settle plans nothing (20019).
 */
export async function answerAuthWithPlan(
  caller: Caller,
  fields: Fields,
  context: Context,
): Promise<readonly Answered[]> {
  const auth = await readAuth(caller, fields);
  if (!auth.ok) return refuseBoth(auth.refusal, context);
  const wanted = decodeSubscription(fields, { besideAuth: true });
  if (!wanted.ok) return refuseBoth(wanted.refusal, context);
  const { paymentId, transaction, answered: first } = await authorise(caller, auth.value, context);
  if (paymentId === null || transaction === null) {
    return [first, answered(refused("20019"), context, paymentId)];
  }
  const planned = await plan(caller, { id: paymentId, transaction }, wanted.value, context);
  return [first, answered(planned, context, paymentId)];
}
