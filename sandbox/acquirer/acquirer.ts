import { setTimeout as sleep } from "node:timers/promises";
import { jsonOf, serve, type Answer, type Call, type Routes, type Running } from "@/sandbox/server";
import { isBooked, verdictOf, type Behaviour } from "./behaviour";
import { fingerprintOf, type State, type Wish } from "./booking";
import { Ledger } from "./ledger";
import { AcquirerControl, type Mode } from "./mode";
import {
  planAuthorisation,
  planCapture,
  planRefund,
  planReversal,
  readItems,
  type NamedItem,
  type Planned,
  type Planner,
} from "./planning";
import { settle } from "./settlement";

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

class Acquirer {
  readonly control = new AcquirerControl();
  private readonly ledger: Ledger;
  private readonly options: AcquirerOptions;

  constructor(options: AcquirerOptions) {
    this.options = options;
    this.ledger = new Ledger(options.journal, this.control.balance);
  }

  routes(): Routes {
    return {
      "POST /authorisations": this.operation(planAuthorisation),
      "POST /captures": this.operation(planCapture),
      "POST /refunds": this.operation(planRefund),
      "POST /reversals": this.operation(planReversal),
      "POST /settlements": (call) => this.settlement(call),
      "GET /inquiries/*": (call) => this.inquire(call),
      "GET /health": () => ({ status: 200, body: { status: "ok" } }),
      "GET /control": () => ({ status: 200, body: this.control.shown() }),
      "POST /control": (call) => this.control.change(jsonOf(call.text)),
      "GET /accounts": () => ({ status: 200, body: { accounts: this.ledger.sums(this.options.now()) } }),
      "GET /ledger": (call) => this.books(call.query.get("operation")),
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
      return this.repeat(planned.wish) ?? this.act(call, planned);
    };
  }

  /** The answer to a key that is in the books. */
  private repeat(wish: Wish): Answer {
    const earlier = this.ledger.find(wish.operationId);
    if (earlier === undefined) return null;
    return earlier.fingerprint === fingerprintOf(wish)
      ? this.answer(wish.operationId)
      : refusal(409, "other_parameters_under_this_key");
  }

  /** The mode for this call, after the wait it asks for. Null when the caller has gone meanwhile. */
  private async modeFor(call: Call): Promise<Behaviour | "cut" | "normal" | null> {
    const mode = this.control.next();
    if (mode.name === "slow") await sleep(mode.delayMs);
    // A caller that has gone gets no booking: it may already have been told that there is none.
    return call.request.socket.destroyed ? null : modeBehaviours[mode.name];
  }

  private async act(call: Call, { wish, behaviour }: Planned): Promise<Answer> {
    const mode = await this.modeFor(call);
    if (mode === null) return null;
    if (mode === "cut") return cut(call);
    // The same wish may have been booked during the wait.
    return this.repeat(wish) ?? this.perform(call, wish, mode === "normal" ? behaviour : mode);
  }

  private async perform(call: Call, wish: Wish, behaviour: Behaviour): Promise<Answer> {
    const state = isBooked(behaviour) ? this.book(wish, behaviour) : null;
    switch (behaviour.kind) {
      case "hang":
        return null;
      case "error":
        return internalError;
      case "die":
        return this.die(call);
      case "late":
        await sleep(this.options.lateMs, undefined, { ref: false });
        return this.answer(wish.operationId, state);
      case "approve":
      case "decline":
      case "reconsider":
      case "pending":
        return this.answer(wish.operationId, state);
    }
  }

  private book(wish: Wish, behaviour: Behaviour): State {
    const now = this.options.now();
    const state = this.ledger.book(wish, verdictOf(behaviour, now, this.options.pendingMs), now);
    this.ledger.write();
    return state;
  }

  private die(call: Call): null {
    cut(call);
    this.options.die();
    return null;
  }

  private async settlement(call: Call): Promise<Answer> {
    const items = readItems(jsonOf(call.text));
    if ("refused" in items) return refusal(422, items.refused);
    const mode = await this.modeFor(call);
    if (mode === null) return null;
    if (mode === "cut") return cut(call);
    return mode !== "normal" && mode.kind === "error"
      ? internalError
      : this.settleAll(call, items, mode !== "normal");
  }

  private settleAll(call: Call, items: readonly NamedItem[], isTheLast: boolean): Answer {
    const { answers, dies } = settle(items, this.ledger, this.options.now());
    return dies || isTheLast ? this.die(call) : { status: 200, body: { items: answers } };
  }

  private inquire(call: Call): Answer {
    if (this.control.isDown()) return cut(call);
    return this.answer(decodeURIComponent(call.path.slice("/inquiries/".length)));
  }

  /** `unkept` is what was said to a wish that is not in the books. */
  private answer(operationId: string, unkept: State | null = null): Answer {
    const state = this.ledger.stateOf(operationId, this.options.now()) ?? unkept;
    return state === null ? refusal(404, "not_found") : { status: 200, body: { operationId, ...state } };
  }

  /** All that is written, or what belongs to the authorisation of one operation. */
  private books(operationId: string | null): Answer {
    const sums = this.ledger.sums(this.options.now());
    if (operationId === null) return { status: 200, body: { bookings: this.ledger.all(), accounts: sums } };
    const authorisation = this.ledger.find(operationId)?.authorisation;
    const bookings = this.ledger.all().filter((booking) => booking.authorisation === authorisation);
    const accounts = sums.filter(({ reference }) => reference === authorisation);
    return { status: 200, body: { bookings, accounts } };
  }
}

const modeBehaviours: Readonly<Record<Mode, Behaviour | "cut" | "normal">> = {
  normal: "normal",
  slow: "normal",
  down: "cut",
  error: { kind: "error", book: false },
  "book-then-die": { kind: "die" },
};

const refusal = (status: number, error: string): Answer => ({ status, body: { error } });
const internalError = refusal(500, "internal");

function cut(call: Call): null {
  call.request.socket.destroy();
  return null;
}

/** An acquirer with its own books, as slow and as faulty as it is told to be. */
export const startAcquirer = (options: AcquirerOptions): Promise<Running> =>
  serve(new Acquirer(options).routes(), options.port);
