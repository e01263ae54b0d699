import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { capturePayment } from "@/lib/features/payments/commands/capture";
import { changeSettlement } from "@/lib/features/payments/commands/change-settlement";
import { createPayment } from "@/lib/features/payments/commands/create-payment";
import { recordShipment } from "@/lib/features/payments/commands/record-shipment";
import { retryPayment } from "@/lib/features/payments/commands/retry-payment";
import { paymentFlow, type PaymentEvent, type PaymentStatus } from "@/lib/features/payments/model";
import { requestRefund } from "@/lib/features/refunds/commands/request-refund";
import { settleFlow, type SettleCode, type SettleEvent } from "@/lib/features/settlement/model";
import { advance } from "@/lib/kernel/transitions";
import { setClock } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { handlers } from "@/lib/worker/registry";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";

useAcquirer();

let putBack: (() => void) | null = null;
afterEach(() => {
  putBack?.();
  putBack = null;
});

const card = { number: "4111 1111 1111 1111", expiry: "12/30", securityCode: "907" };
const start = Date.parse("2026-11-22T12:00:00Z");
const hourMs = 3_600_000;

/** 66_01 is declined when captured, 66_03 and 66_05 lose the answer; 8801 does the same to the reversal. */
const amounts = [50_00, 66_01, 66_03, 66_05, 88_01, 88_05] as const;
const modes = ["immediate", "scheduled", "manual"] as const;

type World = { readonly shop: Shop; readonly paymentId: string; readonly amount: number };
type Step = (world: World, minor: number) => Promise<unknown>;

const job =
  (event: keyof typeof handlers, more: object = {}): Step =>
  (world) =>
    handlers[event]({ version: 1, merchantId: world.shop.merchantId, ...more });

type Job = { readonly task: keyof typeof handlers; readonly payload: unknown };

/** Takes this merchant's jobs out of the queue, whenever they are due, and does what is about money. */
async function work({ shop }: Pick<World, "shop">): Promise<void> {
  const jobs = await rowsOf<Job>(
    `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
     where t.id = j.task_id and j.payload->>'merchantId' = $1 returning t.identifier as task, j.payload`,
    [shop.merchantId],
  );
  for (const { task, payload } of jobs) if (!task.endsWith("_changed")) await handlers[task](payload);
}

const change =
  (wanted: object): Step =>
  ({ shop, paymentId }) =>
    changeSettlement(actorOf(shop), { paymentId, wanted });

const steps: Readonly<Record<string, Step>> = {
  suspend: change({ settleStatus: 2 }),
  release: change({ settleStatus: 1 }),
  schedule: change({ settleStatus: 0 }),
  cancel: change({ settleStatus: 3 }),
  lower: ({ shop, paymentId }, minor) =>
    changeSettlement(actorOf(shop), { paymentId, wanted: { settleMinor: minor } }),
  capture: ({ shop, paymentId }, minor) => capturePayment(actorOf(shop), { paymentId, minor }),
  ship: ({ shop, paymentId }) =>
    recordShipment(actorOf(shop), {
      paymentId,
      intentId: randomUUID(),
      carrier: null,
      trackingCode: null,
      shippedAt: null,
    }),
  refund: ({ shop, paymentId }, minor) =>
    requestRefund(actorOf(shop), {
      paymentId,
      intentId: randomUUID(),
      amount: { minor, currency: "EUR" },
      seenLeft: null,
      reason: "property",
    }),
  retry: ({ shop, paymentId }) =>
    retryPayment(actorOf(shop), { paymentId, method: "card", card, intentId: randomUUID() }),
  settle: job("payments.settle", { day: "2099-01-01" }),
  confirm: job("payments.confirm"),
  settleRefunds: job("refunds.settle", { day: "2099-01-01" }),
  confirmRefunds: job("refunds.confirm"),
  endReservations: job("payments.end_reservations"),
  expire: job("payments.expire"),
  work,
};

type Line = {
  event: string;
  from: PaymentStatus | null;
  to: PaymentStatus;
  fromSettle: number | null;
  toSettle: number | null;
};

const isSettleEvent = (event: string): event is SettleEvent =>
  Object.values(settleFlow).some((events) => event in events);

function isStatusStep({ event, from, to }: Line): boolean {
  const next = advance(paymentFlow, from ?? "started", event as PaymentEvent);
  return next.ok && next.value === to;
}

function isSettleStep({ event, fromSettle, toSettle }: Line): boolean {
  if (event === "update") return fromSettle === toSettle;
  if (!isSettleEvent(event)) return false;
  const next = advance(settleFlow, String(fromSettle) as SettleCode, event);
  return next.ok && next.value === String(toSettle);
}

/** Whether the tables could have written this line after that one. */
function isPossible(before: Line | null, line: Line): boolean {
  if (before === null) return line.event === "start" && line.to === "started";
  if (before.to !== line.from || before.toSettle !== line.fromSettle) return false;
  return line.from === line.to ? isSettleStep(line) : isStatusStep(line);
}

const linesOf = (paymentId: string) =>
  rowsOf<Line>(
    `select event, from_status as "from", to_status as "to", from_settle as "fromSettle", to_settle as "toSettle"
     from payment_history where payment_id = $1 and refund_id is null order by at, id`,
    [paymentId],
  );

const paymentsOf = ({ shop }: World) =>
  rowsOf<{
    id: string;
    status: string;
    amount: number;
    captured: number;
    refunded: number;
    reserved: number;
    settle: number | null;
  }>(
    `select id, status, amount_minor::int as amount, captured_minor::int as captured, refunded_minor::int as refunded,
       reserved_minor::int as reserved, settle_status as settle from payment where merchant_id = $1`,
    [shop.merchantId],
  );

type Account = {
  operationId: string;
  authorised: number;
  captured: number;
  refunded: number;
  reversed: boolean;
};

async function accountOf(paymentId: string): Promise<Account | null> {
  const [operation] = await rowsOf<{ id: string }>(
    "select id from operation where payment_id = $1 and kind = 'authorise' order by started_at desc limit 1",
    [paymentId],
  );
  const answer = await fetch(`${env().gatewayUrl}/ledger?operation=${operation?.id ?? ""}`);
  const { accounts } = (await answer.json()) as { accounts: Account[] };
  return accounts[0] ?? null;
}

async function checkPayment(payment: Awaited<ReturnType<typeof paymentsOf>>[number]) {
  let before: Line | null = null;
  for (const line of await linesOf(payment.id)) {
    expect(isPossible(before, line), `${JSON.stringify(before)} then ${JSON.stringify(line)}`).toBe(true);
    before = line;
  }
  expect(before?.to).toBe(payment.status);
  expect(before?.toSettle ?? null).toBe(payment.settle);
  expect(payment.captured).toBeLessThanOrEqual(payment.amount);
  expect(payment.refunded + payment.reserved).toBeLessThanOrEqual(payment.captured);
  const account = await accountOf(payment.id);
  if (account === null) return;
  expect(account.captured).toBeLessThanOrEqual(payment.amount);
  expect(account.captured).toBeGreaterThanOrEqual(payment.captured);
  expect(account.refunded).toBeLessThanOrEqual(account.captured);
  if (payment.status === "cancelled" || payment.status === "expired") expect(account.captured).toBe(0);
}

/** Everything that waits is worked off: then the acquirer's books and ours say the same. */
async function checkBooks(world: World) {
  for (let hour = 1; hour <= 4; hour += 1) {
    putBack?.();
    putBack = setClock(() => new Date(start + (400 + hour) * 24 * hourMs));
    for (const name of ["settle", "confirm", "settleRefunds", "confirmRefunds", "work"])
      await steps[name]?.(world, 1);
  }
  for (const payment of await paymentsOf(world)) {
    await checkPayment(payment);
    const account = await accountOf(payment.id);
    if (account === null) continue;
    expect(account.captured).toBe(payment.captured);
    if (payment.reserved === 0) expect(account.refunded).toBe(payment.refunded);
  }
}

const step = fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.integer({ min: 1, max: 60_00 }));
/** Rounds run one after the other; what stands in one round runs at once. The clock moves between them. */
const rounds = fc.array(
  fc.tuple(fc.array(step, { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 9 * 24 })),
  {
    minLength: 1,
    maxLength: 5,
  },
);

describe("no sequence of commands, in any interleaving,", () => {
  it("leaves a final state, moves more money than was authorised, or writes a history that the flow could not", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...amounts),
        fc.constantFrom(...modes),
        rounds,
        async (amount, captureMode, plan) => {
          let now = start;
          putBack?.();
          putBack = setClock(() => new Date(now));
          const shop = await makeShop();
          await rowsOf("update website set retry_enabled = true where id = $1", [shop.websiteId]);
          const created = await createPayment(actorOf(shop), {
            websiteId: shop.websiteId,
            intentId: randomUUID(),
            amount: { minor: amount, currency: "EUR" },
            method: "card",
            card,
            captureMode,
          });
          if (!created.ok) throw new Error(created.error);
          const world = { shop, paymentId: created.value.paymentId, amount };
          const final = new Map<string, string>();
          for (const [round, hours] of plan) {
            await Promise.all(round.map(async ([name, minor]) => steps[name]?.(world, minor)));
            for (const payment of await paymentsOf(world)) {
              await checkPayment(payment);
              const known = final.get(payment.id);
              if (known !== undefined) expect(payment.status).toBe(known);
              if (Object.keys(paymentFlow[payment.status as PaymentStatus]).length === 0)
                final.set(payment.id, payment.status);
            }
            now += hours * hourMs;
          }
          await checkBooks(world);
        },
      ),
      { numRuns: 12, seed: 20_261_122 },
    );
  }, 300_000);
});
