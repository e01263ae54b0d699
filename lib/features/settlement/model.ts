import { err, ok, type Result } from "@/lib/kernel/result";
import { advance, type Flow } from "@/lib/kernel/transitions";

/** Trust's settle statuses: waiting, waiting without checks, suspended, cancelled, handed over, settled (domain.md 1.2.1). */
export const settleStatuses = [0, 1, 2, 3, 10, 100] as const;
export type SettleStatus = (typeof settleStatuses)[number];
export type SettleCode = `${SettleStatus}`;

export const settleEvents = [
  "schedule",
  "release",
  "suspend",
  "cancel",
  "run_out",
  "hand_over",
  "capture",
  "confirm",
  "refuse",
  "reschedule",
] as const;
export type SettleEvent = (typeof settleEvents)[number];

/** Domain.md 1.2.1 as it stands there. `capture` is a merchant who takes a held payment by hand. */
export const settleFlow: Flow<SettleCode, SettleEvent> = {
  "0": { release: "1", suspend: "2", cancel: "3", hand_over: "10", capture: "10" },
  "1": { schedule: "0", suspend: "2", cancel: "3", hand_over: "10", capture: "10" },
  "2": { schedule: "0", release: "1", cancel: "3", run_out: "3", capture: "10" },
  "10": { confirm: "100", refuse: "3", reschedule: "1" },
  "3": {},
  "100": {},
};

export const nextSettle = (
  from: SettleStatus,
  event: SettleEvent,
): Result<SettleStatus, "not_allowed_now"> => {
  const to = advance(settleFlow, `${from}`, event);
  return to.ok ? ok(Number(to.value) as SettleStatus) : to;
};

export type SettleHolder = { readonly settleStatus: number | null };

const isSettleStatus = (code: number | null): code is SettleStatus =>
  settleStatuses.some((known) => known === code);

/**
 * A payment's settle status. A payment that is captured by hand is held (2) until then, whatever is captured is
 * handed over (10), 100 or 3 in the end. Null: there is no authorisation yet.
 */
export const settleStatusOf = ({ settleStatus }: SettleHolder): SettleStatus | null =>
  isSettleStatus(settleStatus) ? settleStatus : null;

export type SettleNote = "suspended" | "held" | "settling";

/**
 * What the settle status says beside a payment's status, where that leaves it open (domain.md 1.7). A payment
 * that is captured by hand is held by nature, any other one because somebody or a check wanted it.
 */
export function settleNoteOf(payment: SettleHolder & { readonly captureMode: string }): SettleNote | null {
  const settle = settleStatusOf(payment);
  if (settle === 10) return "settling";
  if (settle !== 2) return null;
  return payment.captureMode === "manual" ? "held" : "suspended";
}

/** What a merchant may ask for; 10 and 100 are given by the system only. */
export const askableSettleStatuses = [0, 1, 2, 3] as const;
type AskableSettleStatus = (typeof askableSettleStatuses)[number];

/** Fields that are left out stay as they are. Amount in minor units; due date as a local day `YYYY-MM-DD`. */
export type WantedSettlement = {
  readonly settleStatus?: AskableSettleStatus;
  readonly settleMinor?: number;
  readonly settleDueDate?: string;
  readonly orderReference?: string;
};

export type Updatable = {
  readonly settleStatus: SettleStatus | null;
  /** Held beyond its reservation: see `isReservationOver`. */
  readonly isOver: boolean;
  /** Its reservation is renewed: what can be done with it is decided there (domain.md 3.3). */
  readonly hasChain?: boolean;
  readonly amountMinor: number;
  readonly settleMinor: number;
  readonly settleDueDate: string | null;
  readonly orderReference: string | null;
};

export type SettlementRefusal =
  | "not_authorised"
  | "already_settled"
  | "already_cancelled"
  | "settling_now"
  | "reservation_over"
  | "has_chain"
  | "amount_not_positive"
  | "amount_above_authorised"
  | "nothing_changed";

/** Pairs of before and after, by field name. */
export type FieldChanges = Readonly<
  Record<string, readonly [before: string | number | null, after: string | number]>
>;

export type SettlementChange = {
  readonly event: Extract<SettleEvent, "schedule" | "release" | "suspend" | "cancel"> | "update";
  readonly settleStatus: SettleStatus;
  readonly changes: FieldChanges;
};

const closedReasons: Readonly<Partial<Record<SettleCode, SettlementRefusal>>> = {
  "3": "already_cancelled",
  "10": "settling_now",
  "100": "already_settled",
};

/** TP-9: nothing can be done any more with what is held when its reservation ends, swept already or not. */
export const isReservationOver = (
  { settleStatus, reservedUntil }: SettleHolder & { readonly reservedUntil: Date | null },
  now: Date,
): boolean => settleStatus === 2 && reservedUntil !== null && reservedUntil <= now;

/** TP-2: whether anything of it may still be changed. */
export function decideUpdatable({
  settleStatus,
  isOver,
  hasChain = false,
}: Pick<Updatable, "settleStatus" | "isOver" | "hasChain">): Result<SettleStatus, SettlementRefusal> {
  if (settleStatus === null) return err("not_authorised");
  const closed = closedReasons[`${settleStatus}`];
  if (closed !== undefined && !isOver) return err(closed);
  if (hasChain) return err("has_chain");
  return isOver ? err("reservation_over") : ok(settleStatus);
}

const eventInto: Readonly<Record<AskableSettleStatus, "schedule" | "release" | "suspend" | "cancel">> = {
  0: "schedule",
  1: "release",
  2: "suspend",
  3: "cancel",
};

function changesOf(now: Updatable, wanted: WantedSettlement): FieldChanges {
  const { settleStatus: _, ...fields } = wanted;
  return Object.fromEntries(
    Object.entries(fields)
      .map(([name, after]) => [name, [now[name as keyof typeof fields], after]] as const)
      .filter(([, [before, after]]) => before !== after),
  );
}

function amountRefusal(minor: number | undefined, authorisedMinor: number): SettlementRefusal | null {
  if (minor === undefined) return null;
  if (!Number.isSafeInteger(minor) || minor < 1) return "amount_not_positive";
  return minor > authorisedMinor ? "amount_above_authorised" : null;
}

/**
 * TP-2, TP-5, TP-6, TP-E4, TP-E6 for payments and refunds alike: everything that was asked for, or nothing.
 * A status that is asked for beside other fields is applied last.
 */
export function decideSettlement(
  now: Updatable,
  wanted: WantedSettlement,
): Result<SettlementChange, SettlementRefusal> {
  const current = decideUpdatable(now);
  if (!current.ok) return current;
  const refusal = amountRefusal(wanted.settleMinor, now.amountMinor);
  if (refusal !== null) return err(refusal);
  const changes = changesOf(now, wanted);
  const to = wanted.settleStatus ?? current.value;
  if (to === current.value) {
    if (Object.keys(changes).length === 0) return err("nothing_changed");
    return ok({ event: "update", settleStatus: current.value, changes });
  }
  const event = eventInto[to as AskableSettleStatus];
  const next = nextSettle(current.value, event);
  return next.ok ? ok({ event, settleStatus: next.value, changes }) : err("already_cancelled");
}

export type Capturable = SettleHolder & {
  readonly isOver: boolean;
  readonly hasChain?: boolean;
  readonly captureMode: string;
  readonly settleMinor: number;
  readonly amountMinor: number;
};
export type CaptureRefusal =
  | "not_authorised"
  | "already_settled"
  | "already_cancelled"
  | "settling_now"
  | "reservation_over"
  | "has_chain"
  | "suspended"
  | "settles_by_itself"
  | "amount_not_positive"
  | "amount_above_authorised";

/** FP-8, FP-10: a payment that is held for capture by hand is taken once, whole or in part. Null: the whole. */
export function decideCapture(payment: Capturable, minor: number | null): Result<number, CaptureRefusal> {
  const current = decideUpdatable({ ...payment, settleStatus: settleStatusOf(payment) });
  if (!current.ok) return err(current.error as CaptureRefusal);
  if (payment.captureMode !== "manual") return err(current.value === 2 ? "suspended" : "settles_by_itself");
  const wanted = minor ?? payment.settleMinor;
  const refusal = amountRefusal(wanted, payment.amountMinor);
  return refusal === null ? ok(wanted) : err(refusal as CaptureRefusal);
}

export const settlementHourUtc = 23;
const dayMs = 24 * 3_600_000;

/** When the settlement run of a due day begins: 23:00 UTC of that day, or of the next run when it is over (TP-7). */
export function settlementAt(dueDay: string, now: Date): Date {
  const hour = settlementHourUtc.toString().padStart(2, "0");
  const due = new Date(`${dueDay}T${hour}:00:00Z`);
  const tonight = new Date(`${now.toISOString().slice(0, 10)}T${hour}:00:00Z`);
  const next = tonight > now ? tonight : new Date(tonight.getTime() + dayMs);
  return due > next ? due : next;
}

/** TP-9, TP-14: days that an authorisation holds, from the authorisation on. */
export const reservationDays = (preAuthorisation: boolean): number => (preAuthorisation ? 31 : 7);

export const reservedUntil = (authorisedAt: Date, preAuthorisation: boolean): Date =>
  new Date(authorisedAt.getTime() + reservationDays(preAuthorisation) * dayMs);

/** TP-14: whether the settlement comes later than the reservation holds. */
export const isBeyondReservation = (settlesAt: Date, reservation: Date | null): boolean =>
  reservation !== null && settlesAt > reservation;

/** TP-11: longer order references are taken, but the acquirer's copy may be cut. */
export const orderReferenceCeiling = 25;
