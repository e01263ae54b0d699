import { describe, expect, it } from "vitest";
import { advance } from "@/lib/kernel/transitions";
import {
  decideRetry,
  methodsFor,
  paymentEvents,
  paymentFlow,
  paymentStatuses,
  type PaymentStatus,
} from "@/lib/features/payments/model";

/** Written out a second time, one line per status: what happens to it, and where that leads. */
const table: Record<PaymentStatus, string> = {
  started:
    "await_customer>pending authorise>authorised complete>completed reject>rejected fail>failed expire>expired",
  pending: "authorise>authorised complete>completed reject>rejected expire>expired retry>retried",
  authorised: "complete>completed cancel>cancelled fail>failed",
  rejected: "complete>completed retry>retried",
  failed: "complete>completed reject>rejected retry>retried restart>started",
  completed: "",
  retried: "",
  expired: "",
  cancelled: "",
};

const expected = (status: PaymentStatus) =>
  new Map(table[status].split(" ").map((entry) => entry.split(">") as [string, PaymentStatus]));

it.each([
  ["EUR", ["card", "ideal", "przelewy24", "paypal"]],
  ["PLN", ["card", "blik", "przelewy24", "paypal"]],
  ["SEK", ["card", "swish", "paypal"]],
  ["JPY", ["card", "konbini", "paypal"]],
  ["KWD", ["card", "knet", "paypal"]],
  ["USD", ["card", "paypal"]],
])("knows the methods of %s", (currency, methods) => {
  expect(methodsFor(currency)).toEqual(methods);
});

describe("the flow of a payment", () => {
  const pairs = paymentStatuses.flatMap((status) => paymentEvents.map((event) => [status, event] as const));

  it.each(pairs)("%s, %s: allowed or refused as the table says", (status, event) => {
    const to = expected(status).get(event);
    expect(advance(paymentFlow, status, event)).toEqual(
      to === undefined ? { ok: false, error: "not_allowed_now" } : { ok: true, value: to },
    );
  });

  it("reaches every status from started", () => {
    const reached = new Set<PaymentStatus>(["started"]);
    for (const status of reached) for (const to of Object.values(paymentFlow[status])) reached.add(to);
    expect([...reached].sort()).toEqual([...paymentStatuses].sort());
  });

  it("PN-2 a completed payment never changes; retried, expired and cancelled are final as well", () => {
    const final = paymentStatuses.filter((status) => Object.keys(paymentFlow[status]).length === 0);
    expect(final).toEqual(["completed", "retried", "expired", "cancelled"]);
  });

  it("never leads to where it already is: every event is a change", () => {
    for (const status of paymentStatuses) expect(Object.values(paymentFlow[status])).not.toContain(status);
  });
});

describe("PN-10 trying again", () => {
  const allowed = { pending: "retry", rejected: "retry", failed: "retry" } as const;
  const closed = {
    started: "not_started_yet",
    authorised: "still_authorised",
    completed: "already_paid",
    retried: "already_retried",
    expired: "expired_for_good",
    cancelled: "cancelled_for_good",
  } as const;

  it.each(Object.entries(allowed))("%s: in a new payment, where the website allows it", (status, way) => {
    expect(decideRetry({ status, retryEnabled: true })).toEqual({ ok: true, value: way });
    expect(decideRetry({ status, retryEnabled: false })).toEqual(
      status === "failed" ? { ok: true, value: "restart" } : { ok: false, error: "retry_off" },
    );
  });

  it.each(Object.entries(closed))("%s: %s", (status, error) => {
    for (const retryEnabled of [true, false])
      expect(decideRetry({ status, retryEnabled })).toEqual({ ok: false, error });
  });
});
