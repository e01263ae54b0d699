import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createChildPayment } from "@/lib/features/payments/commands/create-child-payment";
import { createPayment } from "@/lib/features/payments/commands/create-payment";
import { settleDuePayments } from "@/lib/features/payments/jobs/settle";
import { createSubscription } from "@/lib/features/subscriptions/commands/create-subscription";
import { updateSubscription } from "@/lib/features/subscriptions/commands/update-subscription";
import { runSubscriptions } from "@/lib/features/subscriptions/jobs";
import type { WantedSubscription } from "@/lib/features/subscriptions/model";
import { actorOf } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { makeSubscription } from "@/prisma/factories/subscription";
import { controlAcquirer, useAcquirer } from "@/scripts/test/acquirer";
import { runWaitingJob, waitingJob } from "@/scripts/test/jobs";
import { useClock } from "@/scripts/test/set-clock";

useAcquirer();

const at = useClock();

const run = (shop: Shop, day: string) => runSubscriptions({ version: 1, merchantId: shop.merchantId, day });

const planOf = async (id: string) =>
  (
    await rowsOf<{ status: string; number: number; next: string }>(
      "select status, number, next_due_date::text as next from subscription where id = $1",
      [id],
    )
  )[0];

const childrenOf = (id: string) =>
  rowsOf<{ number: number; status: string; minor: number; account: string; source: string; last4: string }>(
    `select subscription_number as number, status, amount_minor::int as minor, account_type as account, source,
       card_last_four as last4 from payment where subscription_id = $1 order by subscription_number`,
    [id],
  );

const keyOf = (id: string, number: number) => `subscription:${id}:${number.toString()}`;

/** Numbers whose payments wait to be made. */
async function waitingNumbers(id: string): Promise<number[]> {
  const numbers: number[] = [];
  for (let number = 1; number <= 30; number += 1)
    if (await waitingJob(keyOf(id, number))) numbers.push(number);
  return numbers;
}

const update = (shop: Shop, subscriptionId: string, wanted: WantedSubscription) =>
  updateSubscription(actorOf(shop), { subscriptionId, wanted });

const card = { number: "4111111111111111", expiry: "12/30", securityCode: "907" };

async function firstOf(shop: Shop, settleStatus: 0 | 1 = 0) {
  const created = await createPayment(actorOf(shop), {
    websiteId: shop.websiteId,
    intentId: randomUUID(),
    amount: { minor: 10_00, currency: "EUR" },
    method: "card",
    card,
    captureMode: null,
    settleStatus,
  });
  if (!created.ok) throw new Error(created.error);
  return created.value.paymentId;
}

async function planFor(shop: Shop, paymentId: string, minor = 10_00) {
  const created = await createSubscription(actorOf(shop), {
    paymentId,
    intentId: randomUUID(),
    kind: "RECURRING",
    amount: { minor, currency: "EUR" },
    unit: "MONTH",
    frequency: 1,
    finalNumber: 4,
    beginDate: null,
  });
  if (!created.ok) throw new Error(created.error);
  return created.value.subscriptionId;
}

const due = (shop: Shop, subscriptionId: string, number: number) => ({
  version: 1,
  merchantId: shop.merchantId,
  subscriptionId,
  number,
});

describe("a plan whose first payment has not settled", () => {
  it("stays pending, and becomes active as soon as it has (1.2.2)", async () => {
    at("2026-11-22T12:00:00Z");
    const shop = await makeShop({ captureMode: "scheduled" });
    const paymentId = await firstOf(shop);
    const id = await planFor(shop, paymentId);
    await run(shop, "2026-11-22");
    expect((await planOf(id))?.status).toBe("pending");
    await rowsOf(
      "update payment set status = 'completed', settle_status = 100, captured_minor = amount_minor where id = $1",
      [paymentId],
    );
    await run(shop, "2026-11-22");
    expect((await planOf(id))?.status).toBe("active");
    const history = await rowsOf<{ event: string; actor: string }>(
      "select event, actor from subscription_history where subscription_id = $1 order by at, id",
      [id],
    );
    expect(history.at(-1)).toEqual({ event: "begin", actor: "system:subscriptions.run" });
    expect(await waitingNumbers(id)).toEqual([]);
  });

  it("stays pending for ever when the payment was given up", async () => {
    const shop = await makeShop();
    const { id, paymentId } = await makeSubscription(shop, { status: "pending" });
    await rowsOf(
      "update payment set status = 'cancelled', settle_status = 3, captured_minor = 0 where id = $1",
      [paymentId],
    );
    await run(shop, "2027-01-01");
    expect(await planOf(id)).toMatchObject({ status: "pending", number: 1 });
  });
});

describe("a plan's payments look alike, and are no order paid twice (TP 1.2.1, TP-18)", () => {
  it("settle, also where the website checks for duplicates and several are caught up at once", async () => {
    const shop = await makeShop({ captureMode: "scheduled" });
    await rowsOf("update website set duplicate_check_minutes = 60 where id = $1", [shop.websiteId]);
    const { id } = await makeSubscription(shop);
    for (const number of [2, 3]) await createChildPayment(due(shop, id, number));
    const made = () =>
      rowsOf<{ settle: number }>(
        "select settle_status as settle from payment where subscription_id = $1 and subscription_number in (2, 3)",
        [id],
      );
    expect(await made()).toEqual([{ settle: 0 }, { settle: 0 }]);
    await settleDuePayments({ version: 1, merchantId: shop.merchantId, day: "2099-01-01" });
    expect(await made()).toEqual([{ settle: 100 }, { settle: 100 }]);
  });
});

it("a plan's payment settles by itself, also where the website captures by hand (TP-18)", async () => {
  const shop = await makeShop({ captureMode: "manual" });
  const { id } = await makeSubscription(shop);
  await createChildPayment(due(shop, id, 2));
  await settleDuePayments({ version: 1, merchantId: shop.merchantId, day: "2099-01-01" });
  expect((await childrenOf(id)).find(({ number }) => number === 2)).toMatchObject({ status: "completed" });
});

describe("the daily run", () => {
  it("asks for each payment on its day, with the day of the month kept (TP-18, TP-19)", async () => {
    const shop = await makeShop();
    const { id } = await makeSubscription(shop, { beginDate: "2026-01-31", finalNumber: null });
    await run(shop, "2026-01-30");
    expect(await waitingNumbers(id)).toEqual([]);
    await run(shop, "2026-01-31");
    expect(await waitingNumbers(id)).toEqual([2]);
    expect(await planOf(id)).toEqual({ status: "active", number: 2, next: "2026-02-28" });
    await run(shop, "2026-02-28");
    expect(await planOf(id)).toEqual({ status: "active", number: 3, next: "2026-03-31" });
    expect(await waitingNumbers(id)).toEqual([2, 3]);
  });

  it("catches up after a night or a year of downtime, in order, and ends with the final number", async () => {
    const shop = await makeShop();
    const { id } = await makeSubscription(shop, { beginDate: "2026-01-31", finalNumber: 10 });
    await run(shop, "2027-06-01");
    expect(await waitingNumbers(id)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect((await planOf(id))?.number).toBe(10);
    await run(shop, "2028-06-01");
    expect((await planOf(id))?.number).toBe(10);
    const [history] = await rowsOf<{ changes: unknown }>(
      "select changes from subscription_history where subscription_id = $1",
      [id],
    );
    expect(history?.changes).toEqual({
      number: [1, 10],
      nextDueDate: ["2026-01-31", "2026-10-31"],
    });
  });

  it("plans more than one transaction holds", async () => {
    const shop = await makeShop();
    const daily = { unit: "DAY", frequency: 1, finalNumber: null, beginDate: "2026-01-01" } as const;
    const { id } = await makeSubscription(shop, daily);
    await run(shop, "2026-12-31");
    expect(await planOf(id)).toEqual({ status: "active", number: 366, next: "2027-01-01" });
    const jobs = await rowsOf("select from graphile_worker._private_jobs where key like $1", [
      `subscription:${id}:%`,
    ]);
    expect(jobs).toHaveLength(365);
  });

  it("asks once, on any number of workers at once", async () => {
    const shop = await makeShop();
    const plans = await Promise.all(
      Array.from({ length: 5 }, () => makeSubscription(shop, { beginDate: "2026-01-15", finalNumber: 6 })),
    );
    await Promise.all(Array.from({ length: 4 }, () => run(shop, "2026-05-20")));
    for (const { id } of plans) {
      expect((await planOf(id))?.number).toBe(6);
      expect(await waitingNumbers(id)).toEqual([2, 3, 4, 5, 6]);
      const history = await rowsOf("select from subscription_history where subscription_id = $1", [id]);
      expect(history).toHaveLength(1);
    }
  });

  it("leaves paused, stopped, pending and other merchants' plans alone", async () => {
    const [shop, foreign] = [await makeShop(), await makeShop()];
    const paused = await makeSubscription(shop, { status: "inactive", beginDate: "2026-01-15" });
    const stopped = await makeSubscription(shop, { status: "stopped", nextDueDate: null });
    const other = await makeSubscription(foreign, { beginDate: "2026-01-15" });
    await run(shop, "2026-06-01");
    for (const { id } of [paused, stopped, other]) {
      expect((await planOf(id))?.number).toBe(1);
      expect(await waitingNumbers(id)).toEqual([]);
    }
  });
});

describe("what was missed", () => {
  it("is made up for at once when a paused plan is resumed (0 → 1)", async () => {
    at("2026-04-20T12:00:00Z");
    const shop = await makeShop();
    const { id } = await makeSubscription(shop, { status: "inactive", beginDate: "2026-01-31" });
    expect((await update(shop, id, { status: "active" })).ok).toBe(true);
    expect(await runWaitingJob(`subscriptions-run:${id}`)).not.toBeNull();
    expect(await waitingNumbers(id)).toEqual([2, 3, 4]);
    expect(await planOf(id)).toEqual({ status: "active", number: 4, next: "2026-04-30" });
  });

  it("is made up for when the final number is raised after the end (TP-17)", async () => {
    at("2026-09-10T12:00:00Z");
    const shop = await makeShop();
    const ended = { number: 3, finalNumber: 3, beginDate: "2026-03-31", nextDueDate: "2026-05-31" };
    const { id } = await makeSubscription(shop, ended);
    expect((await update(shop, id, { finalNumber: 5 })).ok).toBe(true);
    await runWaitingJob(`subscriptions-run:${id}`);
    expect(await waitingNumbers(id)).toEqual([4, 5]);
    expect(await planOf(id)).toEqual({ status: "active", number: 5, next: "2026-07-31" });
  });

  it("keeps the next day when the rhythm changes: nobody is charged for a change", async () => {
    at("2026-06-10T12:00:00Z");
    const shop = await makeShop();
    const { id } = await makeSubscription(shop, { number: 5, nextDueDate: "2026-06-15", finalNumber: null });
    await update(shop, id, { unit: "DAY", frequency: 7 });
    expect(await waitingJob(`subscriptions-run:${id}`)).toBeNull();
    await run(shop, "2026-06-29");
    expect(await waitingNumbers(id)).toEqual([6, 7, 8]);
    expect((await planOf(id))?.next).toBe("2026-07-06");
  });
});

describe("a payment of the plan", () => {
  it("is made on the RECUR account with the facts of the first one, once (TP-18)", async () => {
    at("2026-11-22T12:00:00Z");
    const shop = await makeShop();
    const id = await planFor(shop, await firstOf(shop), 12_34);
    await run(shop, "2026-11-22");
    expect((await planOf(id))?.status).toBe("active");
    await rowsOf("update subscription set next_due_date = '2026-11-22' where id = $1", [id]);
    await run(shop, "2026-11-22");
    await runWaitingJob(keyOf(id, 2));
    const child = {
      number: 2,
      status: "completed",
      minor: 12_34,
      account: "RECUR",
      source: "subscription",
      last4: "1111",
    };
    expect(await childrenOf(id)).toEqual([child]);
    await createChildPayment(due(shop, id, 2));
    await update(shop, id, { amountMinor: 50_00 });
    await createChildPayment(due(shop, id, 2));
    expect(await childrenOf(id)).toEqual([child]);
  });

  it("is one when two workers make it at once", async () => {
    const shop = await makeShop();
    const id = await planFor(shop, await firstOf(shop));
    await Promise.all(Array.from({ length: 4 }, () => createChildPayment(due(shop, id, 2))));
    const children = await childrenOf(id);
    expect(children.map(({ number, status }) => [number, status])).toEqual([[2, "completed"]]);
    const asked = await rowsOf(
      `select from operation o join payment p on p.id = o.payment_id
       where p.subscription_id = $1 and o.kind = 'authorise'`,
      [id],
    );
    expect(asked).toHaveLength(1);
  });

  it.each([
    ["was down", 10_00],
    ["answers too late", 55_03],
    ["fails after booking", 55_05],
  ])(
    "is neither lost nor doubled when the gateway %s and the job runs again",
    async (trouble, minor) => {
      const shop = await makeShop();
      const id = await planFor(shop, await firstOf(shop), minor);
      if (trouble === "was down") await controlAcquirer({ mode: "down", count: 1 });
      await createChildPayment(due(shop, id, 2));
      await createChildPayment(due(shop, id, 2));
      const children = await rowsOf<{ id: string; status: string }>(
        "select id, status from payment where subscription_id = $1",
        [id],
      );
      expect(children.map(({ status }) => status)).toEqual(["started"]);
      const childId = children[0]?.id ?? "";
      const statuses = async () => {
        await runWaitingJob(`inquire:${childId}`);
        return (await childrenOf(id)).map(({ status }) => status);
      };
      await expect.poll(statuses, { timeout: 20_000, interval: 300 }).toEqual(["completed"]);
      const asked = await rowsOf("select from operation where payment_id = $1 and kind = 'authorise'", [
        childId,
      ]);
      expect(asked).toHaveLength(1);
    },
    40_000,
  );

  it("that is declined does not stop the plan", async () => {
    at("2026-11-22T12:00:00Z");
    const shop = await makeShop();
    // What the sandbox declines on the word of an earlier authorisation.
    const id = await planFor(shop, await firstOf(shop), 55_01);
    await run(shop, "2026-11-22");
    await rowsOf("update subscription set next_due_date = '2026-10-22' where id = $1", [id]);
    await run(shop, "2026-11-22");
    for (const number of [2, 3]) await runWaitingJob(keyOf(id, number));
    expect((await childrenOf(id)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await planOf(id)).toMatchObject({ status: "active", number: 3 });
  });

  it("is not made any more once the plan is stopped, and that is on record", async () => {
    const shop = await makeShop();
    const id = await planFor(shop, await firstOf(shop));
    await update(shop, id, { status: "stopped" });
    await createChildPayment(due(shop, id, 2));
    expect(await childrenOf(id)).toEqual([]);
    const audit = await rowsOf<{ action: string }>(
      "select action from audit_line where subject_id = $1 order by at, id",
      [id],
    );
    expect(audit.map(({ action }) => action)).toContain("subscription.payment_dropped");
  });
});
