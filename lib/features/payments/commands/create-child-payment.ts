import type { Actor } from "@/lib/kernel/access";
import { ok } from "@/lib/kernel/result";
import { createFollowingPayment } from "@/lib/features/payments/commands/create-payment";
import type { NewPayment } from "@/lib/features/payments/commands/new-payment";
import type { PaymentMethod } from "@/lib/features/payments/model";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading } from "@/lib/platform/tx";

const readPlan = ({ scope }: Actor, id: string) =>
  reading(scope, (db) =>
    db.subscription.findUniqueOrThrow({
      where: { merchantId_id: { merchantId: scope, id } },
      select: {
        id: true,
        websiteId: true,
        status: true,
        currency: true,
        amountMinor: true,
        orderReference: true,
        website: { select: { captureMode: true } },
        first: {
          select: {
            method: true,
            cardBrand: true,
            cardFirstSix: true,
            cardLastFour: true,
            cardExpiry: true,
            gatewayReference: true,
            orderReference: true,
            description: true,
            customerEmail: true,
            customerName: true,
            customerCountry: true,
            pushUrl: true,
            pushUrlFailure: true,
          },
        },
      },
    }),
  );
type Plan = Awaited<ReturnType<typeof readPlan>>;

/** TP-18: on the RECUR account, with the card facts of the first payment; the same number is the same wish. */
function wishOf({ first, ...plan }: Plan, number: number): NewPayment {
  const { gatewayReference, cardBrand, cardFirstSix, cardLastFour, cardExpiry } = first;
  if (gatewayReference === null) throw new Error(`the first payment of ${plan.id} has no reference`);
  return {
    websiteId: plan.websiteId,
    intentId: `subscription:${plan.id}:${number.toString()}`,
    amount: { minor: Number(plan.amountMinor), currency: plan.currency },
    method: first.method as PaymentMethod,
    card: null,
    orderReference: plan.orderReference ?? first.orderReference,
    description: first.description,
    customer: { email: first.customerEmail, name: first.customerName, country: first.customerCountry },
    // Nobody ships or captures a plan's payment by hand: it settles by itself.
    captureMode: plan.website.captureMode === "manual" ? "scheduled" : null,
    source: "subscription",
    accountType: "RECUR",
    pushAddresses: { pushUrl: first.pushUrl, pushUrlFailure: first.pushUrlFailure },
    subscription: {
      id: plan.id,
      number,
      initialReference: gatewayReference,
      card: { cardBrand, cardFirstSix, cardLastFour, cardExpiry },
    },
  };
}

const tell = (actor: Actor, id: string, action: string, detail: { number: number; paymentId?: string }) =>
  inTransaction(actor, async (tx) => {
    await tx.audit(action, ["subscription", id], detail);
    await tx.announce("subscriptions", id);
    return ok(action);
  });

/**
 * Makes the payment that fell due. What was asked for before a plan was stopped, but not made yet, is not made any
 * more. A declined payment does not stop the plan; a repeated job finds the first payment.
 */
export async function createChildPayment(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("subscription.payment_due", payload);
  const { subscriptionId, number } = ids;
  const plan = await readPlan(actor, subscriptionId);
  if (plan.status === "stopped") {
    await tell(actor, subscriptionId, "subscription.payment_dropped", { number });
    return;
  }
  const created = await createFollowingPayment(actor, wishOf(plan, number));
  // Made before the amount was changed: the first payment of this number stands.
  if (!created.ok && created.error === "intent_used") return;
  if (!created.ok) throw new Error(`payment ${number.toString()} of ${subscriptionId}: ${created.error}`);
  const { paymentId } = created.value;
  await tell(actor, subscriptionId, "subscription.payment_made", { number, paymentId });
}
