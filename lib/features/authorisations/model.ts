import { berlinDay, plusBerlinDays, renewalNight } from "@/lib/kernel/nights";
import { err, ok, type Result } from "@/lib/kernel/result";
import { advance, type Flow } from "@/lib/kernel/transitions";
import { reservedUntil } from "@/lib/features/settlement/model";

export const chainStates = [
  "active",
  "split_pending",
  "hope_pending",
  "stopped",
  "reversed",
  "captured",
  "lapsed",
] as const;
export type ChainState = (typeof chainStates)[number];

export type ChainEvent =
  | "renew"
  | "split"
  | "hope"
  | "fail_for_now"
  | "stop"
  | "capture_part"
  | "capture_and_stop"
  | "capture_and_lapse"
  | "capture_rest"
  | "reverse"
  | "uncapture"
  | "uncapture_stopped"
  | "lapse";

/** Domain.md 3.2. `uncapture` takes the last capture back on its day (CT-12, CT-17). */
const chainFlow: Flow<ChainState, ChainEvent> = {
  active: {
    renew: "active",
    fail_for_now: "hope_pending",
    stop: "stopped",
    capture_part: "split_pending",
    capture_and_stop: "stopped",
    capture_and_lapse: "lapsed",
    capture_rest: "captured",
    reverse: "reversed",
    lapse: "lapsed",
  },
  split_pending: {
    split: "active",
    stop: "stopped",
    capture_part: "split_pending",
    capture_and_stop: "stopped",
    capture_and_lapse: "lapsed",
    capture_rest: "captured",
    uncapture: "active",
    lapse: "lapsed",
  },
  hope_pending: { hope: "active", stop: "stopped" },
  stopped: {
    capture_and_stop: "stopped",
    capture_rest: "captured",
    reverse: "reversed",
    uncapture_stopped: "stopped",
    lapse: "lapsed",
  },
  captured: { uncapture: "active", uncapture_stopped: "stopped" },
  lapsed: { uncapture: "active" },
  reversed: {},
};

export const stopReasons = [
  "renewal_failed",
  "hope_failed",
  "finish_auth",
  "cancelauth",
  "manual",
  "failed_action",
  "max_age",
] as const;
export type StopReason = (typeof stopReasons)[number];

/** What was done last at the gateway: the thing that a reversal takes back (CT-12). */
export const lastActions = [
  "authorisation",
  "renewal",
  "splitting",
  "hope_run",
  "capture",
  "credit",
] as const;
export type LastAction = (typeof lastActions)[number];

/** A call to the gateway that has begun and is not booked. `unreserved`: the old reservation is gone, the new one is not there. */
export type ChainPhase = "releasing" | "unreserved" | "capturing" | "reversing" | "uncapturing";

/** Why an authorisation is made anew; the first two are the kinds of a failure notice (domain.md 3.5). */
export type RenewalKind = "renewal" | "splitting" | "hope_run";

/** All reservations of one order (domain.md 3.1). Amounts in minor units of the payment's currency. */
export type Chain = {
  readonly state: ChainState;
  readonly stopReason: StopReason | null;
  readonly originalMinor: number;
  readonly capturedMinor: number;
  /** What was given up without being captured (CT-5). */
  readonly lapsedMinor: number;
  /** What the live reservation holds; 0: there is none. */
  readonly reservedMinor: number;
  readonly reservedUntil: Date | null;
  readonly firstAuthorisedAt: Date;
  readonly lastAuthorisedAt: Date;
  readonly renewals: number;
  readonly hopeUsed: boolean;
  readonly isSimulated: boolean;
  readonly lastCaptureAt: Date | null;
  readonly lastAction: LastAction;
  readonly lastActionMinor: number;
  readonly lastActionAt: Date;
  readonly nextRenewalAt: Date | null;
  readonly splitAt: Date | null;
  readonly hopeRunAt: Date | null;
  readonly stopAt: Date;
  /** When nothing can be captured any more, unless it is renewed before. */
  readonly lapsesAt: Date | null;
};

/** EtmConfig of domain.md 3.1, of one website. */
export type RenewalSetting = {
  readonly isOn: boolean;
  readonly renewAfterDays: number;
  readonly stopAfterDays: number;
  readonly splitting: boolean;
  readonly failureNotice: "email" | "batch";
  readonly failureEmail: string | null;
  readonly realtime: boolean;
  readonly hopeRun: boolean;
  /** CT-15: simulated payments are renewed too. */
  readonly renewsSimulated: boolean;
};

/** A reservation holds for 31 days at most, so it must be renewed before. */
export const mostRenewAfterDays = 30;
export const mostStopAfterDays = 180;

export type SettingRefusal =
  | "renew_after_out_of_range"
  | "stop_after_out_of_range"
  | "stop_not_after_renewal"
  | "batch_with_realtime"
  | "notice_address_missing";

const isWithin = (days: number, most: number) => Number.isSafeInteger(days) && days >= 1 && days <= most;

/** Domain.md 3.1, CT-4, CT-9. */
export function decideSetting(wanted: RenewalSetting): Result<RenewalSetting, SettingRefusal> {
  const { renewAfterDays, stopAfterDays, failureNotice, failureEmail, realtime } = wanted;
  if (!isWithin(renewAfterDays, mostRenewAfterDays)) return err("renew_after_out_of_range");
  if (!isWithin(stopAfterDays, mostStopAfterDays)) return err("stop_after_out_of_range");
  if (stopAfterDays <= renewAfterDays) return err("stop_not_after_renewal");
  if (failureNotice === "batch" && realtime) return err("batch_with_realtime");
  if (failureNotice === "email" && failureEmail === null) return err("notice_address_missing");
  return ok(wanted);
}

/** What is neither captured nor given up. */
export const remainingMinor = ({ originalMinor, capturedMinor, lapsedMinor }: Chain): number =>
  originalMinor - capturedMinor - lapsedMinor;

const liveStates: ReadonlySet<string> = new Set<ChainState>(["active", "split_pending", "hope_pending"]);
/** Whether something will still be renewed, or could be. */
export const isLive = ({ state }: { readonly state: string }): boolean => liveStates.has(state);

/** CT-15: whether the nights do anything with it. */
export const isRenewed = ({ isSimulated }: Pick<Chain, "isSimulated">, setting: RenewalSetting): boolean =>
  setting.isOn && (!isSimulated || setting.renewsSimulated);

/** CT-4: counted from the first authorisation, by the calendar. */
const stopAtOf = (firstAuthorisedAt: Date, { stopAfterDays }: RenewalSetting): Date =>
  plusBerlinDays(firstAuthorisedAt, stopAfterDays);

/** CT-E5: on the stop day nothing is renewed any more. */
export const isBeforeStopDay = (night: Date, stopAt: Date): boolean => berlinDay(night) < berlinDay(stopAt);

type Dated = Pick<Chain, "isSimulated" | "firstAuthorisedAt" | "lastAuthorisedAt">;

/** When it is renewed next and when it stops, as the setting says. */
export function planOf(chain: Dated, setting: RenewalSetting): Pick<Chain, "nextRenewalAt" | "stopAt"> {
  const stopAt = stopAtOf(chain.firstAuthorisedAt, setting);
  const night = renewalNight(chain.lastAuthorisedAt, setting.renewAfterDays);
  const comes = isRenewed(chain, setting) && isBeforeStopDay(night, stopAt);
  return { nextRenewalAt: comes ? night : null, stopAt };
}

const shortDays = 7;
/** A renewal comes in the night after its day, so a week's reservation would end before a renewal of seven days. */
export const holdsLong = ({ renewAfterDays }: Pick<RenewalSetting, "renewAfterDays">): boolean =>
  renewAfterDays >= shortDays;

/** The end of a reservation that is made now. */
export const reservationEnd = (setting: RenewalSetting, now: Date): Date =>
  reservedUntil(now, holdsLong(setting));

export type Opening = {
  readonly amountMinor: number;
  readonly authorisedAt: Date;
  readonly reservedUntil: Date;
  readonly isSimulated: boolean;
};

/** CT-2: the chain of an authorisation that exists at the gateway. */
export function openedChain(opening: Opening, setting: RenewalSetting): Chain {
  const { amountMinor, authorisedAt, isSimulated } = opening;
  const dates = { isSimulated, firstAuthorisedAt: authorisedAt, lastAuthorisedAt: authorisedAt };
  return {
    ...{ state: "active", stopReason: null, originalMinor: amountMinor, capturedMinor: 0, lapsedMinor: 0 },
    ...{ reservedMinor: amountMinor, reservedUntil: opening.reservedUntil, lapsesAt: opening.reservedUntil },
    ...{ renewals: 0, hopeUsed: false, lastCaptureAt: null, splitAt: null, hopeRunAt: null },
    ...{ lastAction: "authorisation", lastActionMinor: amountMinor, lastActionAt: authorisedAt },
    ...dates,
    ...planOf(dates, setting),
  };
}

export type ChainFacts = Partial<Omit<Chain, "state">>;
export type Change = { readonly event: ChainEvent; readonly next: Chain };

const ended = { nextRenewalAt: null, splitAt: null, hopeRunAt: null } as const;
const keepsPlan: ReadonlySet<ChainState> = new Set(["active", "split_pending", "hope_pending"]);

/** The only way from one state to another: asks the flow. What is no longer live has no plan. */
export function changed(
  chain: Chain,
  event: ChainEvent,
  facts: ChainFacts = {},
): Result<Change, "not_allowed_now"> {
  const to = advance(chainFlow, chain.state, event);
  if (!to.ok) return to;
  const next = { ...chain, ...facts, state: to.value };
  return ok({ event, next: keepsPlan.has(to.value) ? next : { ...next, ...ended } });
}

/** Nothing is reserved while a hope run is planned: without it the chain ends when it would have come. */
const hopeless = ({ state, hopeRunAt, stopAt }: Chain): ChainFacts =>
  state === "hope_pending" ? { reservedUntil: null, lapsesAt: hopeRunAt ?? stopAt } : {};

/** CT-13: no more renewals. The reservation, where there is one, runs out by itself. */
export const stopped = (
  chain: Chain,
  stopReason: StopReason,
  facts: ChainFacts = {},
): Result<Change, "not_allowed_now"> => changed(chain, "stop", { ...hopeless(chain), ...facts, stopReason });
