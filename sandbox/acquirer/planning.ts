import { z } from "zod";
import { isTestCard } from "@/lib/kernel/card-number";
import { isCurrency } from "@/lib/kernel/money";
import {
  behaviourOfAmount,
  behaviourOfAuthorisation,
  behaviourOfFollowing,
  captureBehaviours,
  heldRefundBehaviours,
  refundBehaviours,
  reversalBehaviours,
  type Behaviour,
} from "./behaviour";
import { reservedDays, standingOf, type Wish } from "./booking";
import { expiryPattern, isExpired } from "./expiry";
import type { Ledger } from "./ledger";

export type Planned = { readonly wish: Wish; readonly behaviour: Behaviour };
type Known = { readonly ledger: Ledger; readonly now: Date };
export type Planner = (
  operationId: string,
  body: unknown,
  known: Known,
) => Planned | { readonly refused: string };

const Amount = z.object({ minor: z.int().positive(), currency: z.string().refine(isCurrency) });
const Reference = z.string().min(1);
const Card = z.object({
  number: z.string().refine(isTestCard, "not_a_test_card"),
  expiry: z.string().regex(expiryPattern),
  securityCode: z.string().nullish(),
});
const AuthorisationRequest = z.object({
  siteReference: z.string(),
  amount: Amount,
  method: z.string(),
  card: Card.nullable(),
  initialReference: Reference.nullable().default(null),
  isRenewal: z.boolean().default(false),
  preAuthorisation: z.boolean().default(false),
});
const FollowUpRequest = z.object({ authorisationReference: Reference, amount: Amount });
const CaptureRequest = FollowUpRequest.extend({ isFinal: z.boolean().default(false) });
const RefundRequest = FollowUpRequest.extend({ isHeld: z.boolean().default(false) });
const ReversalRequest = z.object({
  reference: Reference.nullable().default(null),
  originalOperationId: Reference.nullable().default(null),
  restOnly: z.boolean().default(false),
});
const mostItems = 500;
const Item = z.object({
  operationId: Reference,
  kind: z.enum(["capture", "refund", "held_refund"]),
  reference: Reference,
  amount: Amount,
});
/** Each item is judged on its own, so that a wrong one does no harm to its neighbours. */
const NamedItem = z.looseObject({ operationId: Reference });
export type NamedItem = z.output<typeof NamedItem>;
const SettlementRequest = z.object({ items: z.array(NamedItem).min(1).max(mostItems) });

const firstIssue = (error: z.ZodError) => {
  const issue = error.issues[0];
  return issue?.message === "not_a_test_card" ? issue.message : `invalid ${issue?.path.join(".") ?? "body"}`;
};

const plain = {
  target: null,
  original: null,
  initial: null,
  reservedDays: null,
  movesAtOnce: true,
  isFinal: false,
  restOnly: false,
  isRenewal: false,
} as const;

/** These reserve first and are captured later; other methods move the money at once. */
const reservingMethods = new Set(["card", "paypal"]);

type AuthorisationRequest = z.output<typeof AuthorisationRequest>;

/** An earlier authorisation counts when it was approved, or when it is older than the books. */
function mayFollow(initialReference: string, { ledger, now }: Known): boolean {
  const initial = ledger.findReference(initialReference);
  if (initial === undefined) return true;
  return initial.kind === "authorisation" && standingOf(initial, now).outcome === "approved";
}

function refusalOf({ method, card, initialReference }: AuthorisationRequest, known: Known): string | null {
  if (method !== "card" && card !== null) return "invalid card";
  if (method === "card" && card === null && initialReference === null) return "invalid card";
  return initialReference === null || mayFollow(initialReference, known) ? null : "invalid initialReference";
}

function authorisationBehaviour(
  { card, amount, initialReference }: AuthorisationRequest,
  { ledger, now }: Known,
): Behaviour {
  if (card === null && initialReference !== null)
    return behaviourOfFollowing(amount.minor, ledger.hasRefused(initialReference, amount.minor));
  const presented = card && { number: card.number, isExpired: isExpired(card.expiry, now) };
  return behaviourOfAuthorisation(presented, amount.minor);
}

export const planAuthorisation: Planner = (operationId, body, known) => {
  const read = AuthorisationRequest.safeParse(body);
  if (!read.success) return { refused: firstIssue(read.error) };
  const refused = refusalOf(read.data, known);
  if (refused !== null) return { refused };
  const { amount, method, initialReference: initial, isRenewal, preAuthorisation } = read.data;
  const reserves = reservingMethods.has(method);
  return {
    wish: {
      ...plain,
      operationId,
      kind: "authorisation",
      ...{ initial, isRenewal },
      reservedDays: reserves ? reservedDays(preAuthorisation) : null,
      movesAtOnce: !reserves,
      ...amount,
    },
    behaviour: authorisationBehaviour(read.data, known),
  };
};

export const planCapture: Planner = (operationId, body) => {
  const read = CaptureRequest.safeParse(body);
  if (!read.success) return { refused: firstIssue(read.error) };
  const { amount, authorisationReference: target, isFinal } = read.data;
  return {
    wish: { ...plain, operationId, kind: "capture", target, isFinal, ...amount },
    behaviour: behaviourOfAmount(captureBehaviours, amount.minor),
  };
};

export const planRefund: Planner = (operationId, body) => {
  const read = RefundRequest.safeParse(body);
  if (!read.success) return { refused: firstIssue(read.error) };
  const { amount, authorisationReference: target, isHeld } = read.data;
  return {
    wish: { ...plain, operationId, kind: isHeld ? "held_refund" : "refund", target, ...amount },
    behaviour: behaviourOfAmount(refundBehaviours, amount.minor),
  };
};

export const planReversal: Planner = (operationId, body, { ledger }) => {
  const read = ReversalRequest.safeParse(body);
  if (!read.success) return { refused: firstIssue(read.error) };
  const { reference: target, originalOperationId, restOnly } = read.data;
  const wish = { ...plain, operationId, kind: "reversal", minor: 0, currency: "EUR", restOnly } as const;
  if (target !== null) {
    const { minor, currency } = ledger.findReference(target) ?? wish;
    const behaviour = behaviourOfAmount(reversalBehaviours, minor);
    return { wish: { ...wish, target, minor, currency }, behaviour };
  }
  if (originalOperationId === null) return { refused: "invalid reference" };
  const minor = ledger.find(originalOperationId)?.minor ?? 0;
  const behaviour = behaviourOfAmount(reversalBehaviours, minor);
  return { wish: { ...wish, original: originalOperationId }, behaviour };
};

export function readItems(body: unknown): readonly NamedItem[] | { readonly refused: string } {
  const read = SettlementRequest.safeParse(body);
  return read.success ? read.data.items : { refused: firstIssue(read.error) };
}

const itemKinds = {
  capture: { kind: "capture", isFinal: true, table: captureBehaviours },
  refund: { kind: "refund", isFinal: false, table: refundBehaviours },
  held_refund: { kind: "held_refund_settlement", isFinal: false, table: heldRefundBehaviours },
} as const;

/** A settlement captures for the last time. */
export function planItem(item: NamedItem): Planned | { readonly refused: string } {
  const read = Item.safeParse(item);
  if (!read.success) return { refused: firstIssue(read.error) };
  const { operationId, reference: target, amount } = read.data;
  const { kind, isFinal, table } = itemKinds[read.data.kind];
  return {
    wish: { ...plain, operationId, kind, target, isFinal, ...amount },
    behaviour: behaviourOfAmount(table, amount.minor),
  };
}
