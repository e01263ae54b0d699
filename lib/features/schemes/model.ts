import type { Channel } from "@/lib/kernel/communications";
import { err, ok, type Result } from "@/lib/kernel/result";
import { localDayOf, localTime, plusDays, plusMonths } from "@/lib/kernel/zoned-day";

/** Domain.md 2.9. */
export const stepActions = [
  "invitation",
  "reminder",
  "admin_costs",
  "collection_agency",
  "stop_subscription",
] as const;
export type StepAction = (typeof stepActions)[number];

export type SchemeStep = {
  /** From 1, without gaps. */
  readonly position: number;
  readonly daysAfterDue: number;
  readonly action: StepAction;
  readonly channel: Channel | null;
  readonly fallbackChannel: Channel | null;
  readonly feeMinor: number;
};
export type WantedStep = Omit<SchemeStep, "position">;

const mostSteps = 50;
const dayLimits = { least: -60, most: 730 } as const;
export const mostFeeMinor = 999_999_99;

export const isMessage = ({ action }: Pick<SchemeStep, "action">): boolean =>
  action === "invitation" || action === "reminder";

export type StepProblem =
  | "no_steps"
  | "too_many_steps"
  | "days_fall"
  | "days_out_of_range"
  | "channel_missing"
  | "channel_not_used"
  | "same_fallback"
  | "fee_missing"
  | "fee_out_of_range"
  | "after_the_end";

const daysFit = ({ daysAfterDue: days }: WantedStep) => days >= dayLimits.least && days <= dayLimits.most;

function channelProblem(step: WantedStep): StepProblem | null {
  if (!isMessage(step)) return (step.channel ?? step.fallbackChannel) ? "channel_not_used" : null;
  if (step.channel === null) return "channel_missing";
  return step.channel === step.fallbackChannel ? "same_fallback" : null;
}

function feeProblem({ action, feeMinor }: WantedStep): StepProblem | null {
  if (action === "admin_costs" && feeMinor === 0) return "fee_missing";
  return feeMinor >= 0 && feeMinor <= mostFeeMinor ? null : "fee_out_of_range";
}

function stepProblem(step: WantedStep, before: WantedStep | undefined): StepProblem | null {
  if (!daysFit(step)) return "days_out_of_range";
  if (before !== undefined && step.daysAfterDue < before.daysAfterDue) return "days_fall";
  // Whom the agency has, we do not remind any more.
  if (before?.action === "collection_agency") return "after_the_end";
  return channelProblem(step) ?? feeProblem(step);
}

/** Steps in the order in which they are carried out, or the first thing that is wrong and where. */
export function decideSteps(
  steps: readonly WantedStep[],
): { readonly steps: readonly SchemeStep[] } | { readonly problem: StepProblem; readonly position: number } {
  if (steps.length === 0) return { problem: "no_steps", position: 1 };
  if (steps.length > mostSteps) return { problem: "too_many_steps", position: mostSteps + 1 };
  for (const [index, step] of steps.entries()) {
    const problem = stepProblem(step, steps[index - 1]);
    if (problem !== null) return { problem, position: index + 1 };
  }
  return { steps: steps.map((step, index) => ({ ...step, position: index + 1 })) };
}

const schemaTest = "buckaroo_schema_test_";

/** Domain.md 2.9: test invoices run no steps, unless their description says so. */
export const runsSteps = (invoice: {
  readonly isTest: boolean;
  readonly description: string | null;
}): boolean => !invoice.isTest || (invoice.description ?? "").startsWith(schemaTest);

export type Walk = {
  /** Local days, `YYYY-MM-DD`. */
  readonly dueOn: string;
  readonly steps: readonly SchemeStep[];
  /** Of the last step that was carried out; 0: none. */
  readonly position: number;
  /** The day of that step. */
  readonly doneOn: string | null;
};

export type ComingStep = { readonly step: SchemeStep; readonly day: string };

/**
 * The steps that are still to come and the first day of each. Whoever is behind sends one message a day and not all of
 * them at once; steps that were meant for one day stay together.
 */
export function comingSteps({ dueOn, steps, position, doneOn }: Walk): readonly ComingStep[] {
  const done = steps.find((step) => step.position === position);
  let before = done === undefined || doneOn === null ? null : { step: done, day: doneOn };
  return steps
    .filter((step) => step.position > position)
    .map((step) => {
      const own = plusDays(dueOn, step.daysAfterDue);
      const least = before === null ? own : leastDay(before, step);
      before = { step, day: own > least ? own : least };
      return before;
    });
}

function leastDay(before: ComingStep, step: SchemeStep): string {
  const isApart = isMessage(before.step) && isMessage(step) && step.daysAfterDue > before.step.daysAfterDue;
  return isApart ? plusDays(before.day, 1) : before.day;
}

export const nextStep = (walk: Walk): ComingStep | null => comingSteps(walk)[0] ?? null;

/** Nobody is reminded at night: from 8 to 20 o'clock of the merchant's own clock. */
export function isReminderTime(instant: Date, timezone: string): boolean {
  const hour = Number(localTime(instant, timezone).local.slice(11, 13));
  return hour >= 8 && hour < 20;
}

export const isDue = ({ day }: ComingStep, instant: Date, timezone: string): boolean =>
  day <= localDayOf(instant, timezone);

/** Why nothing arrives over a channel. */
export type Unreachable = "no_address" | "unreachable" | "suppressed";
export type Reach = Readonly<Record<Channel, Unreachable | null>>;
export type ChannelProblem = { readonly channel: Channel; readonly reason: Unreachable };

export type Sending = { readonly channel: Channel; readonly isBackup: boolean };

const methodsOf = ({
  channel,
  fallbackChannel,
}: Pick<SchemeStep, "channel" | "fallbackChannel">): Channel[] =>
  [channel, fallbackChannel].filter((one) => one !== null);

/** Over which channel a message goes, or why none is left. */
export function decideSending(
  step: Pick<SchemeStep, "channel" | "fallbackChannel">,
  reach: Reach,
): Sending | { readonly problems: readonly ChannelProblem[] } {
  const methods = methodsOf(step);
  const open = methods.find((channel) => reach[channel] === null);
  if (open !== undefined) return { channel: open, isBackup: open !== step.channel };
  return {
    problems: methods.flatMap((channel) => {
      const reason = reach[channel];
      return reason === null ? [] : [{ channel, reason }];
    }),
  };
}

type Carried = Pick<SchemeStep, "channel" | "fallbackChannel"> & { readonly outcome: string };

/** After a bounce: the backup that is left, if that has not gone out before. */
export function decideBackup(step: Carried, bounced: Channel, reach: Reach): Result<Channel, "none_left"> {
  const backup = step.fallbackChannel;
  const isFirst = step.outcome === "sent" && bounced === step.channel;
  return isFirst && backup !== null && reach[backup] === null ? ok(backup) : err("none_left");
}

export type PlannedInstalment = {
  readonly number: number;
  readonly dueOn: string;
  readonly amountMinor: number;
};
export const instalmentLimits = { least: 2, most: 60 } as const;

/** Equal parts a month apart; what does not divide is in the first ones. */
export function planInstalments(
  totalMinor: number,
  { count, startOn }: { readonly count: number; readonly startOn: string },
): readonly PlannedInstalment[] {
  const part = Math.floor(totalMinor / count);
  const rest = totalMinor - part * count;
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    dueOn: plusMonths(startOn, index),
    amountMinor: part + (index < rest ? 1 : 0),
  }));
}
