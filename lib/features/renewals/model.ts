import { afterNight, hopeRunAfter, isInNight, nextBerlinDay, nextNightStart } from "@/lib/kernel/nights";
import { err, ok, type Result } from "@/lib/kernel/result";
import {
  changed,
  isBeforeStopDay,
  isLive,
  isRenewed,
  planOf,
  remainingMinor,
  reservationEnd,
  stopped,
  type Chain,
  type Change,
  type ChainEvent,
  type RenewalKind,
  type RenewalSetting,
} from "@/lib/features/authorisations/model";

/** Of a website that has never been set. */
export const unset: RenewalSetting = {
  ...{ isOn: false, renewAfterDays: 7, stopAfterDays: 30, splitting: false, realtime: false, hopeRun: false },
  ...{ failureNotice: "batch", failureEmail: null, renewsSimulated: false },
};

/** What the run does with a chain at this moment; `stop`: it is too old (CT-4). */
export type NightWork = RenewalKind | "stop";

function workOf(chain: Chain, now: Date): RenewalKind | null {
  const { state, nextRenewalAt, splitAt, hopeRunAt } = chain;
  const isDue = (at: Date | null) => at !== null && at <= now;
  if (state === "active" && isDue(nextRenewalAt)) return isInNight(now) ? "renewal" : null;
  if (state === "split_pending" && isDue(splitAt)) return "splitting";
  return state === "hope_pending" && isDue(hopeRunAt) ? "hope_run" : null;
}

/** CT-7, CT-8, CT-19: realtime splits keep out of the night, overnight splits and renewals keep to it. */
const isTimeFor = (kind: RenewalKind, { realtime }: RenewalSetting, now: Date): boolean => {
  if (kind === "hope_run") return true;
  return kind === "splitting" && realtime ? !isInNight(now) : isInNight(now);
};

/** CT-1, CT-4, CT-19, CT-E5: what is to be done with a chain now; null: nothing. */
export function decideNight(chain: Chain, setting: RenewalSetting, now: Date): NightWork | null {
  if (!isLive(chain)) return null;
  if (chain.stopAt <= now) return "stop";
  const kind = workOf(chain, now);
  if (kind === null || !isRenewed(chain, setting) || !isTimeFor(kind, setting, now)) return null;
  if (!isBeforeStopDay(now, chain.stopAt)) return kind === "renewal" ? null : "stop";
  return kind;
}

export const tooOld = (chain: Chain): Result<Change, "not_allowed_now"> => stopped(chain, "max_age");

export type RenewalFailure = {
  /** Eight characters (domain.md 3.6). */
  readonly code: string;
  readonly text: string;
  /** CT-14: one of the two reasons for which a hope run may be planned. */
  readonly isTemporary: boolean;
};

const declinedBySystem = { code: "21000305", text: "Declined by authorisation system", isTemporary: true };
const notPossibleNow = { code: "21000391", text: "Processing currently not possible", isTemporary: true };

/** Answers of the acquirer, those of ISO 8583. */
const failures: Readonly<Record<string, RenewalFailure>> = {
  "05": declinedBySystem,
  "51": declinedBySystem,
  "61": declinedBySystem,
  "91": notPossibleNow,
  "92": notPossibleNow,
  "96": notPossibleNow,
};

/** The acquirer's word for a refusal, as domain.md 3.6 knows it. */
export function failureOf(answerCode: string): RenewalFailure {
  const known = failures[answerCode];
  if (known !== undefined) return known;
  const detail = /^\d{2}$/.test(answerCode) ? answerCode : "00";
  return { code: `210004${detail}`, text: "Refused by the issuer", isTemporary: false };
}

export type RenewalAnswer =
  | { readonly outcome: "approved" }
  /** `isReleased`: there is no old reservation any more, only the new one was refused (CT-1). */
  | { readonly outcome: "refused"; readonly failure: RenewalFailure; readonly isReleased: boolean };

const events: Readonly<Record<RenewalKind, ChainEvent>> = {
  renewal: "renew",
  splitting: "split",
  hope_run: "hope",
};

function renewed(chain: Chain, setting: RenewalSetting, kind: RenewalKind, now: Date) {
  const minor = remainingMinor(chain);
  const until = reservationEnd(setting, now);
  return changed(chain, events[kind], {
    ...{ reservedMinor: minor, reservedUntil: until, lapsesAt: until, lastAuthorisedAt: now },
    ...{ renewals: chain.renewals + 1, splitAt: null, hopeRunAt: null },
    ...{ lastAction: kind, lastActionMinor: minor, lastActionAt: now },
    ...planOf({ ...chain, lastAuthorisedAt: now }, setting),
  });
}

/** Seen as stopped for the day; by the next night it has lapsed. */
const unreservedSince = (now: Date) => ({
  reservedMinor: 0,
  reservedUntil: null,
  lapsesAt: nextNightStart(afterNight(now)),
});

const mayHope = (chain: Chain, { hopeRun }: RenewalSetting, hopeRunAt: Date) =>
  hopeRun && !chain.hopeUsed && isBeforeStopDay(hopeRunAt, chain.stopAt);

/** CT-3, CT-14: a hope run once, for the two temporary reasons, after a renewal; else no more renewals. */
function refused(
  chain: Chain,
  setting: RenewalSetting,
  kind: RenewalKind,
  { failure, isReleased }: Extract<RenewalAnswer, { outcome: "refused" }>,
  now: Date,
): Result<Change, "not_allowed_now"> {
  const left = isReleased ? unreservedSince(now) : {};
  const hopeRunAt = hopeRunAfter(now);
  const isForHope = kind === "renewal" && isReleased && failure.isTemporary;
  if (isForHope && mayHope(chain, setting, hopeRunAt))
    return changed(chain, "fail_for_now", {
      ...left,
      ...{ hopeRunAt, hopeUsed: true, nextRenewalAt: null, lapsesAt: null },
    });
  return stopped(chain, kind === "hope_run" ? "hope_failed" : "renewal_failed", left);
}

/** What becomes of a chain when the gateway has answered to its new authorisation, or to the reversal before it. */
export const afterRenewal = (
  chain: Chain,
  setting: RenewalSetting,
  { kind, answer, now }: { readonly kind: RenewalKind; readonly answer: RenewalAnswer; readonly now: Date },
): Result<Change, "not_allowed_now"> =>
  answer.outcome === "approved"
    ? renewed(chain, setting, kind, now)
    : refused(chain, setting, kind, answer, now);

/** What waits for a night that will do nothing with it (CT-15). */
const waitsInVain = (chain: Chain, setting: RenewalSetting): boolean =>
  !setting.isOn || (chain.state !== "active" && !isRenewed(chain, setting));

/** A changed setting reaches a live chain with the night; switched off, it stops (CT-13). */
export function adopted(chain: Chain, setting: RenewalSetting): Result<Chain, "not_live"> {
  if (!isLive(chain)) return err("not_live");
  if (waitsInVain(chain, setting)) {
    const end = stopped(chain, "manual");
    return end.ok ? ok(end.value.next) : err("not_live");
  }
  const plan = planOf(chain, setting);
  return ok({ ...chain, ...plan, nextRenewalAt: chain.state === "active" ? plan.nextRenewalAt : null });
}

/** Whether nothing is left to capture: the reservation has run out and nobody will renew it. */
export const hasLapsed = ({ state, lapsesAt, nextRenewalAt, splitAt }: Chain, now: Date): boolean => {
  if (lapsesAt === null || lapsesAt > now) return false;
  if (state === "stopped") return true;
  return (state === "active" || state === "split_pending") && nextRenewalAt === null && splitAt === null;
};

export const lapsed = (chain: Chain): Result<Change, "not_allowed_now"> =>
  changed(chain, "lapse", {
    ...{ lapsedMinor: chain.lapsedMinor + remainingMinor(chain), reservedMinor: 0, reservedUntil: null },
    lapsesAt: null,
  });

/** What the nights will do with a chain next. Minor units, and instants. */
export type Foresight =
  | { readonly kind: RenewalKind; readonly at: Date; readonly minor: number; readonly isTonight: boolean }
  | { readonly kind: "stop" | "switched_off" | "runs_out"; readonly at: Date }
  | { readonly kind: "nothing" };

/** `coming`: what counts from the next night on, where that was changed. */
export type Settings = { readonly current: RenewalSetting; readonly coming: RenewalSetting | null };

const later = (a: Date, b: Date) => (a > b ? a : b);

function workAt(chain: Chain, now: Date, night: Date): Date | null {
  const { state, nextRenewalAt, splitAt, hopeRunAt } = chain;
  if (state === "split_pending") return splitAt && later(splitAt, now);
  if (state === "hope_pending") return hopeRunAt && later(hopeRunAt, now);
  return nextRenewalAt && later(nextRenewalAt, night);
}

/** Without a plan the reservation runs out, or there is none. */
const unrenewed = ({ lapsesAt, reservedMinor }: Chain): Foresight =>
  lapsesAt === null || reservedMinor === 0 ? { kind: "nothing" } : { kind: "runs_out", at: lapsesAt };

function plannedFor(chain: Chain, setting: RenewalSetting, now: Date, night: Date): Foresight {
  const at = workAt(chain, now, night);
  if (at === null) return unrenewed(chain);
  const work = decideNight(chain, setting, at);
  if (work === "stop") return { kind: "stop", at: later(chain.stopAt, now) };
  if (work === null) return unrenewed(chain);
  return { kind: work, at, minor: remainingMinor(chain), isTonight: at < nextBerlinDay(night) };
}

function changedFor(chain: Chain, coming: RenewalSetting, now: Date, night: Date): Foresight {
  if (!coming.isOn) return { kind: "switched_off", at: night };
  const next = adopted(chain, coming);
  return plannedFor(next.ok ? next.value : chain, coming, now, night);
}

/** The next thing that happens by itself, with the same decision as the run's. */
export function foresee(chain: Chain, { current, coming }: Settings, now: Date): Foresight {
  if (!isLive(chain)) return chain.state === "stopped" ? unrenewed(chain) : { kind: "nothing" };
  const night = isInNight(now) ? now : nextNightStart(now);
  const before = workAt(chain, now, night);
  if (coming === null || (before !== null && before < night)) return plannedFor(chain, current, now, night);
  return changedFor(chain, coming, now, night);
}
