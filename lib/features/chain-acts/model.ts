import { isInNight, nextBerlinDay, nextNightStart } from "@/lib/kernel/nights";
import type { Permission } from "@/lib/kernel/access";
import { isLive, remainingMinor, type LastAction } from "@/lib/features/authorisations/model";
import {
  captureClosed,
  decideCancel,
  decideCapture,
  decideReverse,
  type ChainRefusal,
  type Moving,
  type ReverseDecision,
} from "@/lib/features/chain-moves/model";
import { foresee, type Foresight, type Settings } from "@/lib/features/renewals/model";

/** What a person can do with a chain, beside a credit, which is a refund of its payment. */
export const chainActs = ["capture", "capture_part", "stop", "reverse"] as const;
export type ChainAct = (typeof chainActs)[number];

export const chainActPermissions: Readonly<Record<ChainAct, Permission>> = {
  capture: "payments:capture",
  capture_part: "payments:capture",
  stop: "payments:update",
  reverse: "payments:cancel",
};

/** What becomes of that which a partial capture leaves (CT-5 to CT-7). */
type RestPlan = "split_soon" | "split_at_night" | "lapses" | "stays";

/** Minor units of the chain's currency, and instants. */
export type ChainEffects = {
  readonly capture: { readonly minor: number };
  readonly capture_part: {
    readonly most: number;
    readonly rest: RestPlan;
    /** Whether there are renewals that it can end (CT-18), also by a capture of 0.00 (CT-13). */
    readonly mayFinish: boolean;
    readonly reservedUntil: Date | null;
  };
  readonly stop: { readonly minor: number; readonly reservedUntil: Date | null };
  readonly reverse: {
    readonly way: ReverseDecision;
    readonly minor: number;
    readonly seen: LastAction;
    readonly seenAt: Date;
  };
};

export type ClosedAct = {
  readonly open: false;
  readonly reason: ChainRefusal | "hope_run_first";
  /** The earliest moment at which it opens by itself, where that is known. */
  readonly opensAt: Date | null;
};
export type ActState<E> = { readonly open: true; readonly effect: E } | ClosedAct;
export type Acts = { readonly [A in ChainAct]: ActState<ChainEffects[A]> };

export type ActFacts = {
  readonly chain: Moving;
  readonly settings: Settings;
  /** Given back or promised. */
  readonly creditedMinor: number;
};

const opened = <E>(effect: E) => ({ open: true, effect }) as const;
const closed = (reason: ClosedAct["reason"], opensAt: Date | null = null): ClosedAct => ({
  open: false,
  reason,
  opensAt,
});

function captureShut({ chain, settings }: ActFacts, now: Date): ClosedAct | null {
  const shut = captureClosed(chain, settings.current, now);
  if (shut === null) return null;
  const hopes = chain.state === "hope_pending" && chain.phase === null;
  return hopes ? closed("hope_run_first", chain.hopeRunAt) : closed(shut.reason, shut.opensAt);
}

function restOf({ chain, settings }: ActFacts, now: Date): RestPlan {
  const { current } = settings;
  const probe = decideCapture(chain, current, { minor: 1, finish: false }, now);
  if (probe.ok && probe.value.kind === "capture" && probe.value.isFinal) return "lapses";
  if (chain.state === "stopped") return "stays";
  return current.realtime ? "split_soon" : "split_at_night";
}

function partOf(facts: ActFacts, now: Date): ActState<ChainEffects["capture_part"]> {
  const shut = captureShut(facts, now);
  if (shut !== null) return shut;
  const { chain } = facts;
  return opened({
    most: Math.min(remainingMinor(chain), chain.reservedMinor),
    rest: restOf(facts, now),
    mayFinish: isLive(chain),
    reservedUntil: chain.reservedUntil,
  });
}

function reverseOf({ chain, creditedMinor }: ActFacts, now: Date): ActState<ChainEffects["reverse"]> {
  const decided = decideReverse(chain, { seen: null, creditedMinor }, now);
  if (!decided.ok) return closed(decided.error);
  const way = decided.value;
  const minor = way === "uncapturing" ? chain.lastActionMinor : chain.reservedMinor;
  return opened({ way, minor, seen: chain.lastAction, seenAt: chain.lastActionAt });
}

function stopOf({ chain }: ActFacts): ActState<ChainEffects["stop"]> {
  const decided = decideCancel(chain);
  return decided.ok
    ? opened({ minor: chain.reservedMinor, reservedUntil: chain.reservedUntil })
    : closed(decided.error);
}

/** What can be done with a chain and what will happen then, or why not and when: the same decisions as the commands'. */
export function actsOf(facts: ActFacts, now: Date): Acts {
  return {
    capture: captureShut(facts, now) ?? opened({ minor: facts.chain.reservedMinor }),
    capture_part: partOf(facts, now),
    stop: stopOf(facts),
    reverse: reverseOf(facts, now),
  };
}

/** Why nothing can be counted on at the moment (CT-1); null: something is reserved, or the chain has ended. */
export type Bareness = "releasing" | "unreserved" | "hoping" | "gone";

/** States that are not over, although nothing may be reserved in them. */
const unended: ReadonlySet<string> = new Set(["active", "split_pending", "stopped"]);

export function barenessOf({ state, phase, reservedMinor }: Moving): Bareness | null {
  if (phase === "releasing" || phase === "unreserved") return phase;
  if (phase !== null || reservedMinor > 0) return null;
  if (state === "hope_pending") return "hoping";
  return unended.has(state) ? "gone" : null;
}

export type Tonight = {
  readonly next: Foresight;
  /** Whether it happens before Berlin's next day after the coming night. */
  readonly isTonight: boolean;
};

/** What the coming night does, or what happens next after it; nothing is sure while an answer is out. */
export function tonightOf({ chain, settings }: ActFacts, now: Date): Tonight {
  const next: Foresight = chain.phase === null ? foresee(chain, settings, now) : { kind: "nothing" };
  const night = isInNight(now) ? now : nextNightStart(now);
  const isTonight = next.kind !== "nothing" && next.at < nextBerlinDay(night);
  return { next, isTonight };
}
