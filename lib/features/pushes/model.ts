import type { PaymentStatus } from "@/lib/features/payments/model";
import { ok, type Result } from "@/lib/kernel/result";
import { buckarooWaits, nextAttemptAt, paynowWaits } from "@/lib/kernel/schedule";
import { advance, type Flow } from "@/lib/kernel/transitions";

/**
 * `exhausted`: the last retry of the schedule failed. `no_address`: waits until the website has one (PN-E4).
 * `will_not_send`: the address may not be called; another one is tried.
 */
export const pushStates = [
  "pending",
  "retrying",
  "delivered",
  "exhausted",
  "no_address",
  "will_not_send",
] as const;
export type PushState = (typeof pushStates)[number];

export const pushEvents = ["accept", "refuse", "exhaust", "block", "lack_address", "find_address"] as const;
export type PushEvent = (typeof pushEvents)[number];

/** domain.md 5.4: an exhausted push can still be delivered by hand; a delivered one stays delivered. */
export const pushFlow: Flow<PushState, PushEvent> = {
  pending: {
    accept: "delivered",
    refuse: "retrying",
    exhaust: "exhausted",
    block: "will_not_send",
    lack_address: "no_address",
  },
  retrying: {
    accept: "delivered",
    refuse: "retrying",
    exhaust: "exhausted",
    block: "will_not_send",
    lack_address: "no_address",
  },
  no_address: { find_address: "pending", accept: "delivered", refuse: "no_address", block: "no_address" },
  exhausted: { accept: "delivered", refuse: "exhausted", block: "exhausted" },
  will_not_send: {
    find_address: "pending",
    accept: "delivered",
    refuse: "will_not_send",
    block: "will_not_send",
  },
  delivered: { accept: "delivered", refuse: "delivered", block: "delivered" },
};

export type AttemptTrigger = "auto" | "manual" | "bulk";

export type AttemptOutcome = "accepted" | "refused" | "unreachable" | "timeout" | "blocked";

/** The languages in which a website can be told. */
export const pushFormats = ["standard", "buckaroo-form", "buckaroo-json", "paynow", "trust"] as const;
export type PushFormat = (typeof pushFormats)[number];

export const pushFormatOf = (word: string): PushFormat =>
  pushFormats.find((format) => format === word) ?? "standard";

const only200: ReadonlySet<PushFormat> = new Set(["buckaroo-form", "buckaroo-json", "trust"]);

/** Which answers of a receiver end the repeats (BK-13, PN-6, domain.md 7.4). */
export const acceptsIn = (format: PushFormat) => (status: number) =>
  only200.has(format) ? status === 200 : status >= 200 && status < 300;

export const pushSchedules = ["format", "paynow", "buckaroo", "own"] as const;

/** How the formats themselves repeat (domain.md 7.4). How Trust does is not known. */
const waitsOfFormat: Readonly<Record<PushFormat, readonly number[]>> = {
  standard: paynowWaits,
  "buckaroo-form": buckarooWaits,
  "buckaroo-json": buckarooWaits,
  paynow: paynowWaits,
  trust: paynowWaits,
};

type Schedule = { readonly pushSchedule: string; readonly pushWaits: readonly number[] };

/** Seconds between attempts, each counted from the one before, as the website wishes. */
export function waitsOf({ pushSchedule, pushWaits }: Schedule, format: PushFormat): readonly number[] {
  switch (pushSchedule) {
    case "own":
      return pushWaits;
    case "paynow":
      return paynowWaits;
    case "buckaroo":
      return buckarooWaits;
    default:
      return waitsOfFormat[format];
  }
}

export type PushAddresses = { readonly pushUrl: string | null; readonly pushUrlFailure: string | null };

/** Of one's own addresses the one to tell: failures go to theirs where there is one (domain.md 2.6). */
export const addressFor = ({ pushUrl, pushUrlFailure }: PushAddresses, isFailure: boolean): string | null =>
  (isFailure ? pushUrlFailure : null) ?? pushUrl;

/** Host and port of an address: the lane in which it is called. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : "");

export type PushFacts = {
  readonly state: PushState;
  readonly firstPlannedAt: Date;
  readonly scheduledCount: number;
  readonly nextAttemptAt: Date | null;
};
type Attempt = {
  readonly trigger: AttemptTrigger;
  readonly outcome: AttemptOutcome;
  readonly waits: readonly number[];
  readonly at: Date;
};
export type Progress = Omit<PushFacts, "firstPlannedAt">;

/** An attempt long after its time does not bring the next one, which is past as well, at its heels. */
const leastWaitMs = 60_000;

function nextOf({ firstPlannedAt }: PushFacts, done: number, { waits, at }: Attempt): Date | null {
  const planned = nextAttemptAt(firstPlannedAt, done, waits);
  return planned === null || planned > at ? planned : new Date(at.getTime() + leastWaitMs);
}

function eventOf({ outcome, trigger }: Attempt, next: Date | null): PushEvent {
  if (outcome === "accepted") return "accept";
  if (outcome === "blocked") return "block";
  return trigger === "auto" && next === null ? "exhaust" : "refuse";
}

/** Where a push stands after an attempt. One by hand never starts or moves the automatic schedule (domain.md 2.6). */
export function progressOf(push: PushFacts, attempt: Attempt): Result<Progress, "not_allowed_now"> {
  const isScheduled = attempt.trigger === "auto";
  const scheduledCount = push.scheduledCount + (isScheduled ? 1 : 0);
  const next = isScheduled ? nextOf(push, scheduledCount, attempt) : push.nextAttemptAt;
  const to = advance(pushFlow, push.state, eventOf(attempt, next));
  if (!to.ok) return to;
  const goesOn = to.value === "retrying" || to.value === "pending";
  return ok({ state: to.value, scheduledCount, nextAttemptAt: goesOn ? next : null });
}

/**
 * Buckaroo's code for each status (domain.md 7.1). Money that is only reserved is not there yet: 791. A payment that
 * was retried or whose time ran out will not succeed any more (domain.md 2.3).
 */
const buckarooCodes = {
  started: 790,
  pending: 791,
  authorised: 791,
  completed: 190,
  rejected: 690,
  retried: 890,
  expired: 490,
  failed: 490,
  cancelled: 891,
} as const satisfies Readonly<Record<PaymentStatus, number>>;

export const buckarooCodeOf = (status: PaymentStatus) => buckarooCodes[status];

/** Only the ends of a refund are told. */
const buckarooRefundCodes: Readonly<Record<string, 190 | 490 | 690 | 891>> = {
  done: 190,
  failed: 490,
  rejected: 690,
  cancelled: 891,
};
export const buckarooRefundNews = (status: string) => buckarooRefundCodes[status] ?? null;

const buckarooFailures: ReadonlySet<number> = new Set([490, 491, 492, 690, 890, 891]);

/** Whether a payment's status is told to the address for failures. */
export const isFailedStatus = (status: PaymentStatus): boolean => buckarooFailures.has(buckarooCodes[status]);

/** The code for a change, or null when it is no news: a payment that failed already only gets a successor. */
export function buckarooNews(from: PaymentStatus | null, to: PaymentStatus) {
  const before = from === null ? null : buckarooCodes[from];
  if (to === "retried" && before !== null && buckarooFailures.has(before)) return null;
  return buckarooCodes[to] === before ? null : buckarooCodes[to];
}

/**
 * Paynow's word for each status (domain.md 5.2, 7.1). Two have none. Authorised is PENDING, the only word for money
 * that is not there yet. Cancelled is EXPIRED: final, and one of the few words that receivers take after PENDING
 * (wire.md 2); ERROR is not.
 */
const paynowWords = {
  started: "NEW",
  pending: "PENDING",
  authorised: "PENDING",
  completed: "CONFIRMED",
  rejected: "REJECTED",
  retried: "ABANDONED",
  expired: "EXPIRED",
  failed: "ERROR",
  cancelled: "EXPIRED",
} as const satisfies Readonly<Record<PaymentStatus, string>>;
type PaynowWord = (typeof paynowWords)[PaymentStatus];

/**
 * The word for a change, or null when it is no news in that vocabulary. An authorised payment whose money could
 * not be taken is REJECTED: receivers that last heard PENDING refuse ERROR (domain.md 5.3).
 */
export function paynowNews(from: PaymentStatus | null, to: PaymentStatus): PaynowWord | null {
  const before = from === null ? null : paynowWords[from];
  const word = before === "PENDING" && paynowWords[to] === "ERROR" ? "REJECTED" : paynowWords[to];
  return word === before ? null : word;
}

/** What Trust's vocabulary says of an authorisation, or null while there is nothing to say. */
export function trustOutcome(
  status: PaymentStatus,
  wasAuthorised: boolean,
): "approved" | "declined" | "failed" | null {
  switch (status) {
    case "started":
    case "pending":
      return null;
    case "authorised":
    case "completed":
      return "approved";
    case "rejected":
    case "retried":
      return "declined";
    case "failed":
    case "expired":
    case "cancelled":
      return wasAuthorised ? "approved" : "failed";
  }
}

/** Whom audit and open lists know a push's subject by. */
export function subjectOf(push: {
  readonly paymentId: string | null;
  readonly dataRequestId: string | null;
  readonly invoiceId: string | null;
}): readonly [type: "payment" | "data_request" | "invoice", id: string] {
  if (push.paymentId !== null) return ["payment", push.paymentId];
  if (push.dataRequestId !== null) return ["data_request", push.dataRequestId];
  if (push.invoiceId !== null) return ["invoice", push.invoiceId];
  throw new Error("a push tells of a payment, a data request or an invoice");
}

export const listingOf = { payment: "payments", data_request: "data-requests", invoice: "invoices" } as const;
