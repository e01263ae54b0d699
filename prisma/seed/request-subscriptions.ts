import type { Work } from "@/lib/features/data-requests/commands/create-data-request";
import { failed, output } from "@/lib/features/data-requests/model";
import { createSubscriptionIn } from "@/lib/features/subscriptions/commands/create-subscription";
import { updateSubscriptionIn } from "@/lib/features/subscriptions/commands/update-subscription";
import { proveScope } from "@/lib/platform/scope";
import { reading } from "@/lib/platform/tx";
import { ask, type RequestStory } from "./asking";
import { dealt, hourMs } from "./setting";
import { at, later } from "./time-travel";

const service = "Subscriptions";
const keyOf = (id: string) => id.replaceAll("-", "").toUpperCase();
const chances = { PauseSubscription: 25, UpdateSubscription: 20, StopSubscription: 15 };

/** The newest payment by card with which a plan may begin. */
const findFirst = ({ website: { merchantId, id: websiteId }, begins }: RequestStory) =>
  reading(proveScope(merchantId), (db) =>
    db.payment.findFirst({
      where: {
        ...{ merchantId, websiteId, method: "card", status: "completed", currency: "EUR" },
        ...{ createdAt: { lt: begins }, started: null, subscriptionId: null },
      },
      orderBy: { createdAt: "desc" },
      select: { id: true },
    }),
  );

async function change({ website, random, begins }: RequestStory, subscriptionId: string): Promise<void> {
  const action = dealt(random, chances);
  if (action === null) return;
  const status = action === "StopSubscription" ? "stopped" : "inactive";
  const wanted = action === "UpdateSubscription" ? { amountMinor: 12_50 } : ({ status } as const);
  const values = {
    SubscriptionGuid: keyOf(subscriptionId),
    ...(action === "UpdateSubscription" ? { Amount: "12.50" } : {}),
  };
  const work: Work = async (tx) => {
    const updated = await updateSubscriptionIn(tx, { subscriptionId, wanted });
    if (!updated.ok) return failed("The subscription does not allow this now.");
    const outputs = [output("SubscriptionGuid", keyOf(subscriptionId))];
    return { beginning: "accept", outputs, references: { subscriptionId } };
  };
  await at(later(begins, hourMs), () => ask(website, { service, action, values }, () => work));
}

/** A plan begins with a payment that has been made; a shop that names no good one is told so. */
export async function subscription(story: RequestStory): Promise<void> {
  const first = await findFirst(story);
  const paymentId = first?.id ?? "";
  const values = {
    InitialTransaction: first === null ? "none" : keyOf(paymentId),
    Amount: "9.99",
    Frequency: "1",
    Unit: "MONTH",
  };
  const made: { subscriptionId: string | null } = { subscriptionId: null };
  const work: Work = async (tx, { websiteId }, dataRequestId) => {
    const created = await createSubscriptionIn(tx, {
      ...{ websiteId, paymentId, intentId: `buckaroo:${dataRequestId}`, kind: "RECURRING", unit: "MONTH" },
      ...{ amount: { minor: 9_99, currency: "EUR" }, frequency: 1, finalNumber: null, beginDate: null },
    });
    if (!created.ok) return failed("This payment cannot begin a subscription.");
    const { subscriptionId } = created.value;
    made.subscriptionId = subscriptionId;
    const outputs = [output("SubscriptionGuid", keyOf(subscriptionId)), output("Status", "Pending")];
    return { beginning: "accept", outputs, references: { subscriptionId } };
  };
  await ask(story.website, { service, action: "CreateSubscription", values }, () => work);
  if (made.subscriptionId !== null) await change(story, made.subscriptionId);
}
