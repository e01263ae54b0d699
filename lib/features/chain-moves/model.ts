import {
  afterNight,
  berlinDay,
  isInNight,
  nextBerlinDay,
  nextNightStart,
  nightEnd,
} from "@/lib/kernel/nights";
import { err, ok, type Result } from "@/lib/kernel/result";
import {
  changed,
  isLive,
  isRenewed,
  planOf,
  remainingMinor,
  stopped,
  type Chain,
  type ChainFacts,
  type ChainPhase,
  type Change,
  type LastAction,
  type RenewalSetting,
  type StopReason,
} from "@/lib/features/authorisations/model";

export type ChainRefusal =
  | "under_way"
  | "amount_not_positive"
  | "amount_above_rest"
  | "captured_today"
  | "rest_waits"
  | "too_soon"
  | "night"
  | "no_reservation"
  | "all_captured"
  | "was_reversed"
  | "has_lapsed"
  | "not_live"
  | "capture_day_over"
  | "last_action_credit"
  | "credited_meanwhile"
  | "changed_meanwhile";

/** `opensAt`: from when on it would not be refused for this reason, where that is known. */
export type Closed = { readonly reason: ChainRefusal; readonly opensAt: Date | null };
const closed = (reason: ChainRefusal, opensAt: Date | null = null): Closed => ({ reason, opensAt });

export type Moving = Chain & { readonly phase: ChainPhase | null };
/** What decides about a capture, beside its amount. */
export type Holding = Pick<
  Moving,
  "state" | "phase" | "reservedMinor" | "reservedUntil" | "nextRenewalAt" | "lastCaptureAt"
>;

const minuteMs = 60_000;
const splitWaitMs = 3 * minuteMs;
const captureWaitMs = 5 * minuteMs;

const endReasons: Readonly<Partial<Record<Chain["state"], ChainRefusal>>> = {
  captured: "all_captured",
  reversed: "was_reversed",
  lapsed: "has_lapsed",
};

const later = (a: Date, b: Date) => (a > b ? a : b);

/** CT-7, CT-8. */
function realtimeClosed(since: Date, now: Date): Closed | null {
  if (isInNight(now) && berlinDay(since) === berlinDay(now)) return closed("night", nightEnd(now));
  const opensAt = new Date(since.getTime() + captureWaitMs);
  return now < opensAt ? closed("too_soon", afterNight(opensAt)) : null;
}

/** CT-6: one partial capture a day, and the rest is authorised in the night after it. */
function overnightClosed(chain: Pick<Chain, "state">, since: Date, now: Date): Closed | null {
  const splitBy = chain.state === "split_pending" ? nightEnd(nextNightStart(since)) : since;
  if (berlinDay(since) === berlinDay(now))
    return closed("captured_today", later(splitBy, nextBerlinDay(now)));
  return now < splitBy ? closed("rest_waits", splitBy) : null;
}

/** The reservation, whatever became of the renewals. */
function reservationClosed(chain: Holding, now: Date): Closed | null {
  const end = endReasons[chain.state];
  if (end !== undefined) return closed(end);
  if (chain.phase !== null) return closed("under_way");
  const { reservedMinor, reservedUntil, nextRenewalAt } = chain;
  if (reservedMinor > 0 && (reservedUntil === null || reservedUntil > now)) return null;
  return closed("no_reservation", nextRenewalAt === null ? null : nightEnd(later(nextRenewalAt, now)));
}

/** Why nothing can be captured now, and when it can; null: it can. */
export function captureClosed(
  chain: Holding,
  setting: Pick<RenewalSetting, "realtime">,
  now: Date,
): Closed | null {
  const none = reservationClosed(chain, now);
  const since = chain.lastCaptureAt;
  if (none !== null || since === null || chain.state === "stopped") return none;
  return setting.realtime ? realtimeClosed(since, now) : overnightClosed(chain, since, now);
}

export type CaptureWish = {
  /** Minor units; 0 stops the renewals (CT-13); null: all that is left. */
  readonly minor: number | null;
  readonly finish: boolean;
};

export type CaptureDecision =
  | { readonly kind: "stop" }
  /** `isFinal`: the gateway releases the rest. */
  | { readonly kind: "capture"; readonly minor: number; readonly finish: boolean; readonly isFinal: boolean };

/** CT-5: what a partial capture leaves is kept where it will be authorised anew or where nobody asks for that. */
const keepsRest = (chain: Chain, setting: RenewalSetting, finish: boolean): boolean =>
  finish || chain.state === "stopped" || (setting.splitting && isRenewed(chain, setting));

const amountRefusal = (minor: number, most: number): ChainRefusal | null => {
  if (!Number.isSafeInteger(minor) || minor < 1) return "amount_not_positive";
  return minor > most ? "amount_above_rest" : null;
};

/** CT-5 to CT-8, CT-13, CT-18, CT-E3. */
export function decideCapture(
  chain: Moving,
  setting: RenewalSetting,
  { minor, finish }: CaptureWish,
  now: Date,
): Result<CaptureDecision, ChainRefusal> {
  if (minor === 0) {
    const allowed = decideCancel(chain);
    return allowed.ok ? ok({ kind: "stop" }) : allowed;
  }
  const shut = captureClosed(chain, setting, now);
  if (shut !== null) return err(shut.reason);
  const wanted = minor ?? chain.reservedMinor;
  const refusal = amountRefusal(wanted, Math.min(remainingMinor(chain), chain.reservedMinor));
  if (refusal !== null) return err(refusal);
  const isFinal = wanted === remainingMinor(chain) || !keepsRest(chain, setting, finish);
  return ok({ kind: "capture", minor: wanted, finish, isFinal });
}

/** What becomes of the chain when the gateway has captured. */
export function afterCapture(
  chain: Chain,
  setting: RenewalSetting,
  { minor, finish, isFinal }: Extract<CaptureDecision, { kind: "capture" }>,
  now: Date,
): Result<Change, "not_allowed_now"> {
  const rest = remainingMinor(chain) - minor;
  const facts: ChainFacts = {
    capturedMinor: chain.capturedMinor + minor,
    reservedMinor: chain.reservedMinor - minor,
    lastCaptureAt: now,
    lastAction: "capture",
    lastActionMinor: minor,
    lastActionAt: now,
  };
  if (rest === 0) return changed(chain, "capture_rest", { ...facts, reservedMinor: 0, lapsesAt: null });
  if (isFinal)
    return changed(chain, "capture_and_lapse", {
      ...facts,
      ...{ lapsedMinor: chain.lapsedMinor + rest, reservedMinor: 0, lapsesAt: null },
    });
  if (chain.state === "stopped") return changed(chain, "capture_and_stop", facts);
  if (finish) return changed(chain, "capture_and_stop", { ...facts, stopReason: "finish_auth" });
  const splitAt = setting.realtime ? afterNight(new Date(now.getTime() + splitWaitMs)) : nextNightStart(now);
  return changed(chain, "capture_part", { ...facts, splitAt, nextRenewalAt: null });
}

/** CT-10: a refusal of the gateway stops the renewals; what has ended before stays as it is. */
export const afterFailedAction = (chain: Chain): Result<Change, "not_allowed_now"> =>
  stopped(chain, "failed_action");

/** CT-13: cancelauth, a capture of 0.00, a hope run given up. */
export const decideCancel = (chain: Moving): Result<"stop", ChainRefusal> => {
  if (!isLive(chain)) return err(endReasons[chain.state] ?? "not_live");
  return chain.phase === null ? ok("stop") : err("under_way");
};

export const afterCancel = (chain: Chain, reason: StopReason): Result<Change, "not_allowed_now"> =>
  stopped(chain, reason, chain.reservedMinor === 0 ? { reservedUntil: null } : {});

export type ReverseDecision = "reversing" | "uncapturing";

/** The last action a person saw, and what the payment has given back or promised, in minor units. */
export type ReverseWish = { readonly seen: LastAction | null; readonly creditedMinor: number };

function uncaptureRefusal(chain: Chain, creditedMinor: number, now: Date): ChainRefusal | null {
  if (berlinDay(chain.lastActionAt) !== berlinDay(now)) return "capture_day_over";
  if (chain.reservedUntil === null || chain.reservedUntil <= now) return "no_reservation";
  return chain.capturedMinor - chain.lastActionMinor < creditedMinor ? "credited_meanwhile" : null;
}

const releaseRefusal = (chain: Chain): ChainRefusal | null =>
  endReasons[chain.state] ?? (chain.reservedMinor === 0 ? "no_reservation" : null);

/** CT-12, CT-17, CT-E4: takes back the last action, a capture on its day only. */
export function decideReverse(
  chain: Moving,
  { seen, creditedMinor }: ReverseWish,
  now: Date,
): Result<ReverseDecision, ChainRefusal> {
  if (chain.phase !== null) return err("under_way");
  if (seen !== null && seen !== chain.lastAction) return err("changed_meanwhile");
  if (chain.lastAction === "credit") return err("last_action_credit");
  const isCapture = chain.lastAction === "capture";
  const refusal = isCapture ? uncaptureRefusal(chain, creditedMinor, now) : releaseRefusal(chain);
  if (refusal !== null) return err(refusal);
  return ok(isCapture ? "uncapturing" : "reversing");
}

export const afterReversal = (chain: Chain): Result<Change, "not_allowed_now"> =>
  changed(chain, "reverse", { reservedMinor: 0, reservedUntil: null, lapsesAt: null });

/** The captured amount is reserved again where it was. What a final capture released stays released (CT-5). */
export function afterUncapture(chain: Chain, setting: RenewalSetting): Result<Change, "not_allowed_now"> {
  const minor = chain.lastActionMinor;
  const back: ChainFacts = {
    capturedMinor: chain.capturedMinor - minor,
    reservedMinor: chain.reservedMinor + minor,
    lapsesAt: chain.reservedUntil,
    lastCaptureAt: null,
    splitAt: null,
    lastAction: "authorisation",
    lastActionMinor: chain.reservedMinor + minor,
  };
  return chain.stopReason === null
    ? changed(chain, "uncapture", { ...back, ...planOf(chain, setting) })
    : changed(chain, "uncapture_stopped", back);
}

/** CT-17: no more than was captured, what is promised already included. */
export const decideCredit = (
  { capturedMinor, creditedMinor }: { readonly capturedMinor: number; readonly creditedMinor: number },
  minor: number,
): Result<number, "amount_not_positive" | "amount_above_captured"> => {
  const refusal = amountRefusal(minor, capturedMinor - creditedMinor);
  if (refusal === null) return ok(minor);
  return err(refusal === "amount_not_positive" ? refusal : "amount_above_captured");
};
