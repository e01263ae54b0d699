import { isBooked, verdictOf, type Behaviour } from "./behaviour";
import { fingerprintOf, type State } from "./booking";
import type { Ledger } from "./ledger";
import { planItem, type Item } from "./planning";

type ItemAnswer = { readonly operationId: string } & (
  | State
  | { readonly outcome: "failed"; readonly code: string; readonly reference: null; readonly authCode: null }
);

const otherParameters = {
  outcome: "failed",
  code: "other_parameters_under_this_key",
  reference: null,
  authCode: null,
} as const;

const answeredKinds = new Set<Behaviour["kind"]>(["approve", "decline"]);

/** Enters each item on its own. One that meets a fault is left out of the answer; one may kill us after writing. */
export function settle(items: readonly Item[], ledger: Ledger, now: Date) {
  const answers: ItemAnswer[] = [];
  let dies = false;
  for (const item of items) {
    const { wish, behaviour } = planItem(item);
    const { operationId } = wish;
    const earlier = ledger.find(operationId);
    const known = ledger.stateOf(operationId, now);
    if (earlier !== undefined && known !== undefined) {
      const isSame = earlier.fingerprint === fingerprintOf(wish);
      answers.push({ operationId, ...(isSame ? known : otherParameters) });
      continue;
    }
    if (!isBooked(behaviour)) continue;
    const state = ledger.book(wish, verdictOf(behaviour, now, 0), now);
    if (answeredKinds.has(behaviour.kind)) answers.push({ operationId, ...state });
    dies ||= behaviour.kind === "die";
  }
  ledger.write();
  return { answers, dies };
}
