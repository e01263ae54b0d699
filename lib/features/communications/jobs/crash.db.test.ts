import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, describe, expect, it } from "vitest";
import { ok } from "@/lib/kernel/result";
import { queueCommunication } from "@/lib/platform/communications";
import { closeDatabase } from "@/lib/platform/db";
import { inTransaction } from "@/lib/platform/tx";
import { actorOf } from "@/prisma/factories/payment";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useMailServer } from "@/scripts/test/mail-server";
import { startWorkerProcess } from "@/scripts/test/worker";

const kills = 20;
const mails = 600;
/** Two batches of ten are in hand at once. */
const inHand = 20;
const leaseMs = 120_000;

const taken: string[] = [];
const children: ChildProcess[] = [];
/** Hears of every mail that was answered for. */
let answered: () => void = () => undefined;

useMailServer((to) => {
  taken.push(...to);
  return () => answered();
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

afterAll(async () => {
  await Promise.all(children.map(kill));
  await rowsOf("delete from clock_offset", []);
  await closeDatabase();
  await closeFactories();
});

type Spare = { readonly child: ChildProcess; readonly ready: Promise<unknown> };

/** Starting takes most of a life: the next is begun beside this one. */
function startSpare(): Spare {
  const child = fork("scripts/test/deliverer.ts", {
    execArgv: ["--import", "tsx", "--conditions=react-server"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  children.push(child);
  return { child, ready: once(child, "message") };
}

/** Kills the process after so many answers, within the milliseconds in which it writes them down. */
async function live({ child, ready }: Spare, shop: Shop, life: number): Promise<void> {
  await ready;
  const gone = once(child, "exit");
  let left = 1 + (life % 7);
  answered = () => {
    left -= 1;
    if (left === 0) setTimeout(() => child.kill("SIGKILL"), life % 4);
  };
  child.send({ merchantId: shop.merchantId, clockMs: life * leaseMs });
  await gone;
  answered = () => undefined;
}

const addressOf = (index: number) => `customer-${index.toString()}@example.nl`;

const queueAll = (shop: Shop) =>
  inTransaction(actorOf(shop), async (tx) => {
    for (let index = 0; index < mails; index += 1)
      await queueCommunication(tx, {
        ...{ websiteId: shop.websiteId, channel: "email", locale: "nl", addressee: addressOf(index) },
        kind: "refund_notice",
        content: {
          shop: "Acme",
          amount: { minor: 1050, currency: "EUR" },
          reference: `R-${index.toString()}`,
        },
      });
    return ok(undefined);
  });

const statesOf = (shop: Shop) =>
  rowsOf<{ addressee: string; state: string; lost: number }>(
    `select addressee, state, (select count(*)::int from communication_history h where h.merchant_id = c.merchant_id
       and h.communication_id = c.id and h.event = 'lose') as lost
     from communication c where merchant_id = $1`,
    [shop.merchantId],
  );

const patience = { timeout: 120_000, interval: 200 };

describe("a worker that is killed 20 times between the server's answer and the commit", () => {
  it("sends no mail twice and loses none: what nobody knows is shown", { timeout: 300_000 }, async () => {
    const shop = await makeShop();
    await queueAll(shop);
    const spares = [startSpare(), startSpare()];
    for (let life = 0; life < kills; life += 1) {
      const spare = spares.shift() ?? startSpare();
      await live(spare, shop, life);
      if (life + spares.length + 1 < kills) spares.push(startSpare());
    }
    await rowsOf(
      "insert into clock_offset (id, offset_ms) values (1, $1) on conflict (id) do update set offset_ms = $1",
      [kills * leaseMs],
    );
    children.push(startWorkerProcess(2));
    const openOf = async () =>
      (await statesOf(shop)).filter(({ state }) => state === "queued" || state === "sending").length;
    await expect.poll(openOf, patience).toBe(0);

    const found = await statesOf(shop);
    expect(found).toHaveLength(mails);
    const inState = (wished: string) =>
      found.filter(({ state }) => state === wished).map(({ addressee }) => addressee);
    const [sent, unknown] = [inState("sent"), inState("unknown")];
    expect(sent.length + unknown.length).toBe(mails);
    // Nobody got one twice, and all that count as sent have arrived.
    expect(new Set(taken).size).toBe(taken.length);
    expect(sent.filter((address) => !taken.includes(address))).toEqual([]);
    // What arrived and was not written down, and what was not handed over in time, look the same from here.
    expect(taken.filter((address) => !sent.includes(address) && !unknown.includes(address))).toEqual([]);
    expect(unknown.some((address) => taken.includes(address))).toBe(true);
    expect(unknown.length).toBeGreaterThanOrEqual(kills);
    expect(unknown.length).toBeLessThanOrEqual(kills * inHand);
    expect(found.filter(({ state, lost }) => (state === "unknown") !== (lost === 1))).toEqual([]);
  });
});
