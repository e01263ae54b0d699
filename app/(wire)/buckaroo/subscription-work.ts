import { uuidOf } from "@/lib/kernel/uuid";
import { toMajor } from "@/lib/kernel/money";
import type { NewDataRequest, Work } from "@/lib/features/data-requests/commands/create-data-request";
import { failed, output, type Outcome } from "@/lib/features/data-requests/model";
import { createSubscriptionIn } from "@/lib/features/subscriptions/commands/create-subscription";
import { planResumeIn } from "@/lib/features/subscriptions/commands/plan-resume";
import { readOwnPlan, type OwnPlan } from "@/lib/features/subscriptions/commands/read-plan";
import { updateSubscriptionIn } from "@/lib/features/subscriptions/commands/update-subscription";
import {
  isFinished,
  type SubscriptionUnit,
  type WantedSubscription,
} from "@/lib/features/subscriptions/model";
import { refuse, type Works } from "@/app/(wire)/buckaroo/work";

/** The parameter that a refusal of the plan is about, and what is said of it. */
const words = {
  not_found: ["SubscriptionGuid", "No such subscription."],
  parent_declined: ["InitialTransaction", "This payment cannot begin a subscription."],
  card_not_allowed: ["InitialTransaction", "The card of this payment cannot be charged again."],
  already_subscribed: ["InitialTransaction", "This payment began a subscription before."],
  intent_used: ["InitialTransaction", "This payment began a subscription before."],
  wrong_currency: ["Currency", "The currency is not the payment's."],
  number_out_of_range: ["NumberOfPayments", "NumberOfPayments is out of range."],
  begin_date_passed: ["StartDate", "StartDate is over."],
  amount_out_of_range: ["Amount", "Amount is out of range."],
  frequency_out_of_range: ["Frequency", "Frequency is out of range."],
  final_number_out_of_range: ["NumberOfPayments", "Fewer than have been taken."],
  nothing_changed: ["SubscriptionGuid", "Nothing would change."],
  subscription_stopped: ["SubscriptionGuid", "The subscription is stopped."],
  not_paused: ["SubscriptionGuid", "The subscription is not paused."],
  resume_date_passed: ["ResumeDate", "ResumeDate must be after today."],
} as const;
type Reason = keyof typeof words;

const standing: ReadonlySet<Reason> = new Set([
  "nothing_changed",
  "subscription_stopped",
  "not_paused",
  "parent_declined",
]);

function refusalOf(wish: NewDataRequest, reason: Reason): Outcome {
  const [name, message] = words[reason];
  return standing.has(reason) ? failed(message) : refuse(wish, name, message);
}

/** Our id of what a key of 32 digits names. */
const ownId = ({ asked }: NewDataRequest, name: string) => uuidOf(asked.key(name) ?? "");

/** Domain.md 2.4 `[b:B11]`. */
const states = { inactive: "Paused", active: "Active", pending: "Pending", stopped: "Inactive" } as const;

function accepted({ id, ...plan }: OwnPlan): Outcome {
  const amount = toMajor({ minor: plan.amountMinor, currency: plan.currency });
  const outputs = [
    output("SubscriptionGuid", id.replaceAll("-", "").toUpperCase()),
    output("Status", isFinished(plan) && plan.status === "active" ? "Inactive" : states[plan.status]),
    output("Amount", amount),
    output("Frequency", plan.frequency),
    output("Unit", plan.unit),
    output("NumberOfPayments", plan.finalNumber),
    output("NextPaymentDate", plan.status === "stopped" ? null : plan.nextDueDate),
    output("ResumeDate", plan.resumeDate),
  ];
  return { beginning: "accept", outputs, references: { subscriptionId: id } };
}

const create: Work = async (tx, wish, dataRequestId) => {
  const { asked, websiteId } = wish;
  const created = await createSubscriptionIn(tx, {
    websiteId,
    paymentId: ownId(wish, "InitialTransaction"),
    intentId: `buckaroo:${dataRequestId}`,
    kind: "RECURRING",
    amount: { minor: asked.minor("Amount") ?? 0, currency: asked.currency },
    unit: (asked.text("Unit")?.toUpperCase() ?? "MONTH") as SubscriptionUnit,
    frequency: asked.whole("Frequency") ?? 1,
    finalNumber: asked.whole("NumberOfPayments"),
    beginDate: asked.day("StartDate"),
    orderReference: wish.order,
  });
  if (!created.ok) {
    const reason = created.error === "not_found" ? "parent_declined" : created.error;
    return refusalOf(wish, reason);
  }
  const plan = await readOwnPlan(tx, websiteId, created.value.subscriptionId);
  return plan === null ? refusalOf(wish, "not_found") : accepted(plan);
};

type Change = (tx: Parameters<Work>[0], wish: NewDataRequest, plan: OwnPlan) => Promise<Reason | null>;

/** Finds the website's own plan, changes it, and tells how it stands then. */
const change =
  (act: Change): Work =>
  async (tx, wish) => {
    const id = ownId(wish, "SubscriptionGuid");
    const before = await readOwnPlan(tx, wish.websiteId, id);
    if (before === null) return refusalOf(wish, "not_found");
    const reason = await act(tx, wish, before);
    if (reason !== null) return refusalOf(wish, reason);
    const after = await readOwnPlan(tx, wish.websiteId, id);
    return after === null ? refusalOf(wish, "not_found") : accepted(after);
  };

const into =
  (status: "inactive" | "active" | "stopped"): Change =>
  async (tx, _wish, { id }) => {
    const updated = await updateSubscriptionIn(tx, { subscriptionId: id, wanted: { status } });
    return updated.ok ? null : updated.error;
  };

const resumeOn: Change = async (tx, { asked }, { id }) => {
  const day = asked.day("ResumeDate");
  if (day === null) return null;
  const planned = await planResumeIn(tx, id, day);
  return planned.ok ? null : planned.error;
};

/** A pause may say when it is over; saying it again moves that day. */
const pause: Change = async (tx, wish, plan) => {
  const isAgain = plan.status === "inactive" && wish.asked.day("ResumeDate") !== null;
  const refused = isAgain ? null : await into("inactive")(tx, wish, plan);
  return refused ?? resumeOn(tx, wish, plan);
};

const resume: Change = (tx, wish, plan) =>
  wish.asked.day("ResumeDate") === null ? into("active")(tx, wish, plan) : resumeOn(tx, wish, plan);

/** What is null was not asked for. */
const wantedOf = ({ asked }: NewDataRequest): WantedSubscription =>
  Object.fromEntries(
    Object.entries({
      amountMinor: asked.minor("Amount"),
      frequency: asked.whole("Frequency"),
      unit: asked.text("Unit")?.toUpperCase() ?? null,
      finalNumber: asked.whole("NumberOfPayments"),
    }).filter(([, value]) => value !== null),
  );

const update: Change = async (tx, wish, { id }) => {
  const updated = await updateSubscriptionIn(tx, { subscriptionId: id, wanted: wantedOf(wish) });
  return updated.ok ? null : updated.error;
};

/** Domain.md 2.4. Without its card a plan has no means to pay, so it ends with it. */
export const subscriptionWorks: Works = {
  CreateSubscription: create,
  CreateCombinedSubscription: create,
  UpdateSubscription: change(update),
  UpdateCombinedSubscription: change(update),
  StopSubscription: change(into("stopped")),
  PauseSubscription: change(pause),
  ResumeSubscription: change(resume),
  SubscriptionInfo: change(() => Promise.resolve(null)),
  DeletePaymentConfiguration: change(into("stopped")),
};
