import { maxMinor } from "@/lib/kernel/money";
import { err, ok, type Result } from "@/lib/kernel/result";
import { advance, type Flow } from "@/lib/kernel/transitions";
import { settleStatusOf, type SettleHolder } from "@/lib/features/settlement/model";

export const subscriptionStatuses = ["inactive", "active", "pending", "stopped"] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

export const subscriptionEvents = ["begin", "pause", "resume", "stop"] as const;
export type SubscriptionEvent = (typeof subscriptionEvents)[number];

/** Domain.md 1.2.2. `begin`: the first payment has settled; nobody but the system leads there or back to pending. */
export const subscriptionFlow: Flow<SubscriptionStatus, SubscriptionEvent> = {
  pending: { begin: "active", pause: "inactive", resume: "active", stop: "stopped" },
  active: { pause: "inactive", stop: "stopped" },
  inactive: { resume: "active", stop: "stopped" },
  stopped: {},
};

/** Trust's active state (domain.md 1.1). */
export const activeCodes: Readonly<Record<SubscriptionStatus, 0 | 1 | 2 | 3>> = {
  inactive: 0,
  active: 1,
  pending: 2,
  stopped: 3,
};

export const statusOfActiveCode = (code: number): SubscriptionStatus | null =>
  subscriptionStatuses.find((status) => activeCodes[status] === code) ?? null;

export const subscriptionUnits = ["DAY", "MONTH"] as const;
export type SubscriptionUnit = (typeof subscriptionUnits)[number];
export const subscriptionKinds = ["RECURRING", "INSTALLMENT"] as const;
export type SubscriptionKind = (typeof subscriptionKinds)[number];

/** Whose days begin dates and due dates are. */
export const subscriptionZone = "Europe/London";
export const longestFrequency = 999;
export const highestNumber = 9_999;

/** Days are local days, `YYYY-MM-DD`. */
export type Rhythm = {
  readonly unit: SubscriptionUnit;
  readonly frequency: number;
  readonly beginDate: string;
};

const textOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The day one step later. Months keep the day of the begin date, clipped to the last one of a shorter month (TP-19). */
export function stepAfter(day: string, { unit, frequency, beginDate }: Rhythm): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  if (unit === "DAY") return textOf(Date.UTC(year, month - 1, date + frequency));
  const lastOfMonth = new Date(Date.UTC(year, month + frequency, 0)).getUTCDate();
  return textOf(Date.UTC(year, month - 1 + frequency, Math.min(Number(beginDate.slice(8)), lastOfMonth)));
}

/** Where nobody says: whole steps after the first authorisation, on the first such day that is not over. */
export function defaultBeginDate(firstDay: string, rhythm: Omit<Rhythm, "beginDate">, today: string): string {
  const steps = { ...rhythm, beginDate: firstDay };
  let day = stepAfter(firstDay, steps);
  while (day < today) day = stepAfter(day, steps);
  return day;
}

export type Plan = Rhythm & {
  readonly status: SubscriptionStatus;
  readonly amountMinor: number;
  /** Of the last payment that fell due. */
  readonly number: number;
  readonly finalNumber: number | null;
  /** When number + 1 falls due; kept past the final number, so that a raised one goes on from there (TP-17). */
  readonly nextDueDate: string | null;
  readonly orderReference: string | null;
};

export type Due = { readonly number: number; readonly day: string };
type Course = Pick<Plan, "unit" | "frequency" | "beginDate" | "number" | "finalNumber" | "nextDueDate">;

export const isFinished = ({ number, finalNumber }: Pick<Plan, "number" | "finalNumber">): boolean =>
  finalNumber !== null && number >= finalNumber;

/** As people and `/api/v1` are told it. Not stored: a raised final number makes a finished plan active again (TP-17). */
export const shownStatuses = ["inactive", "active", "pending", "finished", "stopped"] as const;
export type ShownStatus = (typeof shownStatuses)[number];

export const shownStatusOf = (plan: Pick<Plan, "status" | "number" | "finalNumber">): ShownStatus =>
  plan.status === "active" && isFinished(plan) ? "finished" : plan.status;

/** The payments that are still to come, in order. A changed rhythm counts from the next due day on. */
function* comingPayments(course: Course): Generator<Due, void> {
  let day = course.nextDueDate;
  if (day === null) return;
  for (let number = course.number + 1; number <= (course.finalNumber ?? highestNumber); number += 1) {
    yield { number, day };
    day = stepAfter(day, course);
  }
}

/** Payments to come, at most so many of them; with a day, those that fall due up to and on it. */
export function firstComing(course: Course, most: number, upTo?: string): Due[] {
  const dues: Due[] = [];
  for (const due of comingPayments(course)) {
    if (dues.length === most || (upTo !== undefined && due.day > upTo)) break;
    dues.push(due);
  }
  return dues;
}

export type Foresight = { readonly now: readonly Due[]; readonly next: Due | null; readonly isLast: boolean };

/** What an active plan does: the payments whose day has come, the one after them, and whether that is the last. */
export function foresee(course: Course, today: string): Foresight {
  const now = firstComing(course, highestNumber, today);
  const last = now.at(-1);
  const rest =
    last === undefined
      ? course
      : { ...course, number: last.number, nextDueDate: stepAfter(last.day, course) };
  const [next = null, another] = firstComing(rest, 2);
  return { now, next, isLast: next !== null && another === undefined };
}

const isWithin = (value: number, least: number, most: number) =>
  Number.isSafeInteger(value) && value >= least && value <= most;

export type AskableStatus = Exclude<SubscriptionStatus, "pending">;

/** Fields that are left out stay as they are; begin date and number never change (TP-16). */
export type WantedSubscription = {
  readonly amountMinor?: number;
  readonly frequency?: number;
  readonly unit?: SubscriptionUnit;
  /** Null: without an end. */
  readonly finalNumber?: number | null;
  readonly status?: AskableStatus;
  readonly orderReference?: string;
};

type FieldRefusal = "amount_out_of_range" | "frequency_out_of_range" | "final_number_out_of_range";
export type SubscriptionRefusal = "subscription_stopped" | "nothing_changed" | FieldRefusal;

type FieldValue = string | number | null;
export type SubscriptionChanges = Readonly<Record<string, readonly [before: FieldValue, after: FieldValue]>>;

export type SubscriptionUpdate = {
  readonly event: Extract<SubscriptionEvent, "pause" | "resume" | "stop"> | "update";
  readonly status: SubscriptionStatus;
  readonly changes: SubscriptionChanges;
};

const eventInto = { inactive: "pause", active: "resume", stopped: "stop" } as const;

function fieldRefusal(
  { amountMinor, frequency, finalNumber }: WantedSubscription,
  leastFinal: number,
): FieldRefusal | null {
  if (amountMinor !== undefined && !isWithin(amountMinor, 1, maxMinor)) return "amount_out_of_range";
  if (frequency !== undefined && !isWithin(frequency, 1, longestFrequency)) return "frequency_out_of_range";
  if (finalNumber == null || isWithin(finalNumber, leastFinal, highestNumber)) return null;
  return "final_number_out_of_range";
}

function changesOf(plan: Plan, wanted: WantedSubscription): SubscriptionChanges {
  const { status: _, ...fields } = wanted;
  return Object.fromEntries(
    Object.entries(fields)
      .map(([name, after]) => [name, [plan[name as keyof typeof fields], after]] as const)
      .filter(([, [before, after]]) => before !== after),
  );
}

/** A plan has one payment after the first at least, and cannot end before the current one. */
export const leastFinalNumber = ({ number }: Pick<Plan, "number">): number => Math.max(2, number);

/** TP-5, TP-16, TP-17: everything that was asked for, or nothing. A status beside other fields is applied last. */
export function decideSubscriptionUpdate(
  plan: Plan,
  wanted: WantedSubscription,
): Result<SubscriptionUpdate, SubscriptionRefusal> {
  if (plan.status === "stopped") return err("subscription_stopped");
  const refusal = fieldRefusal(wanted, leastFinalNumber(plan));
  if (refusal !== null) return err(refusal);
  const changes = changesOf(plan, wanted);
  if (wanted.status === undefined || wanted.status === plan.status) {
    if (Object.keys(changes).length === 0) return err("nothing_changed");
    return ok({ event: "update", status: plan.status, changes });
  }
  const event = eventInto[wanted.status];
  const status = advance(subscriptionFlow, plan.status, event);
  return status.ok ? ok({ event, status: status.value, changes }) : err("subscription_stopped");
}

/** Schemes that take payments without their customer (domain.md 1.1); Maestro does not. */
const subscriptionBrands: ReadonlySet<string> = new Set(["visa", "mastercard", "amex"]);

export type FirstPayment = SettleHolder & {
  readonly status: string;
  readonly method: string;
  readonly cardBrand: string | null;
  readonly currency: string;
};

export type NewPlan = {
  readonly amountMinor: number;
  readonly currency: string;
  readonly frequency: number;
  /** Number of the first authorisation. */
  readonly number: number;
  readonly finalNumber: number | null;
  readonly beginDate: string | null;
};

export type NewSubscriptionRefusal =
  | "parent_declined"
  | "card_not_allowed"
  | "wrong_currency"
  | "number_out_of_range"
  | "begin_date_passed"
  | FieldRefusal;

const startingPoints: ReadonlySet<number | null> = new Set([0, 1, 10, 100]);

function parentRefusal(first: FirstPayment, currency: string): NewSubscriptionRefusal | null {
  if (!startingPoints.has(settleStatusOf(first))) return "parent_declined";
  if (first.status !== "authorised" && first.status !== "completed") return "parent_declined";
  if (first.method !== "card" || !subscriptionBrands.has(first.cardBrand ?? "")) return "card_not_allowed";
  return first.currency === currency ? null : "wrong_currency";
}

/** 1.2.2: the first authorisation must stand, neither suspended nor cancelled; 1.1: its card must be of a scheme that allows it. */
export function decideNewSubscription(
  first: FirstPayment,
  plan: NewPlan,
  today: string,
): Result<"allowed", NewSubscriptionRefusal> {
  const parent = parentRefusal(first, plan.currency);
  if (parent !== null) return err(parent);
  if (!isWithin(plan.number, 1, highestNumber - 1)) return err("number_out_of_range");
  const field = fieldRefusal(plan, plan.number + 1);
  if (field !== null) return err(field);
  return plan.beginDate === null || plan.beginDate >= today ? ok("allowed") : err("begin_date_passed");
}
