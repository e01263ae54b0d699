import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isTestCard } from "@/lib/kernel/card-number";
import { isCurrency } from "@/lib/kernel/money";
import { jsonOf, serve, type Answer, type Call, type Routes, type Running } from "@/sandbox/server";
import {
  behaviourOfAmount,
  behaviourOfAuthorisation,
  captureBehaviours,
  refundBehaviours,
  reversalBehaviours,
  type Behaviour,
} from "./behaviour";
import { expiryPattern, isExpired } from "./expiry";
import { asOf, fingerprintOf, Ledger, type Verdict, type Wish } from "./ledger";
import { AcquirerControl, type Mode } from "./mode";

export type AcquirerOptions = {
  readonly port: number;
  /** Path of the journal, or null to forget everything at the end. */
  readonly journal: string | null;
  readonly lateMs: number;
  readonly pendingMs: number;
  now(): Date;
  /** Ends the process after booking; a test may close the server instead. */
  die(): void;
};

const Amount = z.object({ minor: z.int().positive(), currency: z.string().refine(isCurrency) });
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
});
const FollowUpRequest = z.object({ authorisationReference: z.string(), amount: Amount });
const ReversalRequest = FollowUpRequest.partial({ amount: true });

type Planned = { readonly wish: Wish; readonly behaviour: Behaviour };
type Known = { readonly ledger: Ledger; readonly now: Date };
type Planner = (operationId: string, body: unknown, known: Known) => Planned | { readonly refused: string };

const firstIssue = (error: z.ZodError) => {
  const issue = error.issues[0];
  return issue?.message === "not_a_test_card" ? issue.message : `invalid ${issue?.path.join(".") ?? "body"}`;
};

const planAuthorisation: Planner = (operationId, body, { now }) => {
  const read = AuthorisationRequest.safeParse(body);
  if (!read.success) return { refused: firstIssue(read.error) };
  const { amount, card, method } = read.data;
  if ((method === "card") !== (card !== null)) return { refused: "invalid card" };
  const presented = card && { number: card.number, isExpired: isExpired(card.expiry, now) };
  return {
    wish: { operationId, kind: "authorisation", authorisation: null, movesAtOnce: card === null, ...amount },
    behaviour: behaviourOfAuthorisation(presented, amount.minor),
  };
};

const planFollowUp =
  (kind: "capture" | "refund", table: ReadonlyMap<number, Behaviour>): Planner =>
  (operationId, body) => {
    const read = FollowUpRequest.safeParse(body);
    if (!read.success) return { refused: firstIssue(read.error) };
    const { amount, authorisationReference: authorisation } = read.data;
    return {
      wish: { operationId, kind, authorisation, movesAtOnce: true, ...amount },
      behaviour: behaviourOfAmount(table, amount.minor),
    };
  };

const planReversal: Planner = (operationId, body, { ledger }) => {
  const read = ReversalRequest.safeParse(body);
  if (!read.success) return { refused: firstIssue(read.error) };
  const authorisation = read.data.authorisationReference;
  const booked = ledger.all().find(({ reference }) => reference === authorisation);
  const { minor, currency } = booked ?? { minor: 0, currency: "EUR" };
  return {
    wish: { operationId, kind: "reversal", authorisation, movesAtOnce: true, minor, currency },
    behaviour: behaviourOfAmount(reversalBehaviours, minor),
  };
};

class Acquirer {
  readonly control = new AcquirerControl();
  private readonly ledger: Ledger;
  private readonly options: AcquirerOptions;

  constructor(options: AcquirerOptions) {
    this.options = options;
    this.ledger = new Ledger(options.journal);
  }

  routes(): Routes {
    return {
      "POST /authorisations": this.operation(planAuthorisation),
      "POST /captures": this.operation(planFollowUp("capture", captureBehaviours)),
      "POST /refunds": this.operation(planFollowUp("refund", refundBehaviours)),
      "POST /reversals": this.operation(planReversal),
      "GET /inquiries/*": (call) => this.inquire(call),
      "GET /health": () => ({ status: 200, body: { status: "ok" } }),
      "GET /control": () => ({ status: 200, body: this.control.shown() }),
      "POST /control": (call) => this.control.change(jsonOf(call.text)),
      "GET /ledger": () => ({ status: 200, body: { bookings: this.ledger.all() } }),
    };
  }

  private operation(plan: Planner) {
    return async (call: Call): Promise<Answer> => {
      const operationId = call.headers["idempotency-key"];
      if (typeof operationId !== "string" || operationId === "")
        return refusal(400, "idempotency_key_missing");
      const planned = plan(operationId, jsonOf(call.text), {
        ledger: this.ledger,
        now: this.options.now(),
      });
      if ("refused" in planned) return refusal(422, planned.refused);
      const earlier = this.ledger.find(operationId);
      if (earlier !== undefined) return this.repeat(earlier.fingerprint, planned.wish);
      return this.act(call, planned);
    };
  }

  private repeat(fingerprint: string, wish: Wish): Answer {
    return fingerprint === fingerprintOf(wish)
      ? this.answer(wish.operationId)
      : refusal(409, "other_parameters_under_this_key");
  }

  private async act(call: Call, { wish, behaviour }: Planned): Promise<Answer> {
    const mode = this.control.next();
    if (mode.name === "slow") await sleep(mode.delayMs);
    // A caller that has gone gets no booking: it may already have been told that there is none.
    if (call.request.socket.destroyed) return null;
    return this.perform(call, wish, modeBehaviours[mode.name] ?? behaviour);
  }

  private async perform(call: Call, wish: Wish, behaviour: Behaviour | "cut"): Promise<Answer> {
    if (behaviour === "cut") return cut(call);
    if (isBooked(behaviour)) this.ledger.book(wish, this.verdictOf(behaviour), this.options.now());
    switch (behaviour.kind) {
      case "hang":
        return null;
      case "error":
        return { status: 500, body: { error: "internal" } };
      case "die":
        cut(call);
        this.options.die();
        return null;
      case "late":
        await sleep(this.options.lateMs, undefined, { ref: false });
        return this.answer(wish.operationId);
      case "approve":
      case "decline":
      case "pending":
        return this.answer(wish.operationId);
    }
  }

  private verdictOf(behaviour: Behaviour): Verdict {
    if (behaviour.kind === "decline") return { outcome: "declined", code: behaviour.code, turns: null };
    if (behaviour.kind !== "pending") return { outcome: "approved", code: "00", turns: null };
    const at = new Date(this.options.now().getTime() + this.options.pendingMs).toISOString();
    return {
      outcome: "pending",
      code: "09",
      turns: behaviour.then === null ? null : { at, into: behaviour.then },
    };
  }

  private inquire(call: Call): Answer {
    if (this.control.isDown()) return cut(call);
    return this.answer(decodeURIComponent(call.path.slice("/inquiries/".length)));
  }

  private answer(operationId: string): Answer {
    const booking = this.ledger.find(operationId);
    if (booking === undefined) return refusal(404, "not_found");
    return { status: 200, body: { operationId, ...asOf(booking, this.options.now()) } };
  }
}

const modeBehaviours: Readonly<Record<Mode, Behaviour | "cut" | null>> = {
  normal: null,
  slow: null,
  down: "cut",
  error: { kind: "error", book: false },
  "book-then-die": { kind: "die" },
};

const isBooked = (behaviour: Behaviour) => !("book" in behaviour) || behaviour.book;
const refusal = (status: number, error: string): Answer => ({ status, body: { error } });

function cut(call: Call): null {
  call.request.socket.destroy();
  return null;
}

/** An acquirer with its own books, as slow and as faulty as it is told to be. */
export const startAcquirer = (options: AcquirerOptions): Promise<Running> =>
  serve(new Acquirer(options).routes(), options.port);
