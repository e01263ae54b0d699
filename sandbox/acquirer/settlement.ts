import { isBooked, verdictOf, type Behaviour } from "./behaviour";
import { fingerprintOf, type State } from "./booking";
import type { Ledger } from "./ledger";
import { planItem, type NamedItem, type Planned } from "./planning";

type ItemState = Omit<State, "outcome"> & { readonly outcome: State["outcome"] | "failed" };

/** Surely not booked. */
const failed = (code: string): ItemState => ({ outcome: "failed", code, reference: null, authCode: null });

const answeredKinds = new Set<Behaviour["kind"]>(["approve", "decline"]);

/** The answer to an item, or null where a fault leaves it out. */
function enter({ wish, behaviour }: Planned, ledger: Ledger, now: Date): ItemState | null {
  const earlier = ledger.find(wish.operationId);
  if (earlier !== undefined && earlier.fingerprint !== fingerprintOf(wish))
    return failed("other_parameters_under_this_key");
  if (earlier !== undefined) return ledger.stateOf(wish.operationId, now) ?? null;
  if (!isBooked(behaviour)) return null;
  const state = ledger.book(wish, verdictOf(behaviour, now, 0), now);
  return answeredKinds.has(behaviour.kind) ? state : null;
}

const isFatal = (planned: Planned, ledger: Ledger) =>
  planned.behaviour.kind === "die" && ledger.find(planned.wish.operationId) === undefined;

/** Enters each item on its own. One may kill us, after all of them are written. */
export function settle(items: readonly NamedItem[], ledger: Ledger, now: Date) {
  const answers: (ItemState & { readonly operationId: string })[] = [];
  let dies = false;
  for (const item of items) {
    const { operationId } = item;
    const planned = planItem(item);
    if ("refused" in planned) {
      answers.push({ operationId, ...failed(planned.refused) });
      continue;
    }
    dies ||= isFatal(planned, ledger);
    const state = enter(planned, ledger, now);
    if (state !== null) answers.push({ operationId, ...state });
  }
  ledger.write();
  return { answers, dies };
}
