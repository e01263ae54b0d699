import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deliverDuePushes } from "@/lib/features/pushes/jobs/handlers";
import { setClock } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { makeDataRequest } from "@/prisma/factories/data-request";
import { makePayment } from "@/prisma/factories/payment";
import { makePush } from "@/prisma/factories/push";
import { makeShop, rowsOf } from "@/prisma/factories/shop";
import { waitingJob } from "@/scripts/test/jobs";
import { useReceivers } from "@/scripts/test/receiver";

const { shop: receiver } = useReceivers();

const clock = new Date("2026-03-01T12:00:00Z");
const minutes = (count: number) => new Date(clock.getTime() + count * 60_000).toISOString();
let restore = () => {};
beforeEach(() => {
  restore = setClock(() => clock);
});
afterEach(() => {
  restore();
});

/** A shop that takes its time, and what it saw of each message: when it came and when it was answered. */
async function slowShop() {
  const path = `/${randomUUID()}`;
  const shop = await makeShop({ pushUrl: receiver.url(path) });
  const seen: string[] = [];
  receiver.answerWith(path, ({ headers }, response) => {
    const id = headers["webhook-id"] ?? "";
    seen.push(`came ${id}`);
    setTimeout(() => {
      seen.push(`answered ${id}`);
      response.writeHead(200).end();
    }, 60);
  });
  const host = `127.0.0.1:${receiver.port.toString()}`;
  const push = async (subject: object, dueAt: string) => {
    const facts = { ...subject, id: newId(), state: "pending", nextAttemptAt: dueAt };
    const { id } = await makePush(shop, facts);
    await rowsOf("update push set host = $2 where id = $1", [id, host]);
    return id;
  };
  const deliver = () => deliverDuePushes({ version: 1, merchantId: shop.merchantId, host });
  return { shop, seen, push, deliver, key: `pushes:${shop.merchantId}:${host}` };
}

describe("pushes about one object", () => {
  it("leave one after the other, the oldest first, while others leave beside them", async () => {
    const { shop, seen, push, deliver } = await slowShop();
    const paymentId = (await makePayment(shop)).id;
    const dataRequestId = (await makeDataRequest(shop)).id;
    // The later one was due before: its repeats are others.
    const [early, late] = [await push({ paymentId }, minutes(-1)), await push({ paymentId }, minutes(-9))];
    const [asked, signed] = [
      await push({ dataRequestId, told: "791" }, minutes(-5)),
      await push({ dataRequestId, told: "791" }, minutes(-5)),
    ];
    while (seen.length < 8) await deliver();
    const side = seen.slice(0, 4).toSorted();
    expect(side).toEqual(
      [`came ${early}`, `came ${asked}`, `answered ${early}`, `answered ${asked}`].toSorted(),
    );
    expect(seen.slice(4).toSorted()).toEqual(
      [`came ${late}`, `came ${signed}`, `answered ${late}`, `answered ${signed}`].toSorted(),
    );
  });

  it("PN-7 do not wait for one that is tried again later", async () => {
    const { shop, seen, push, deliver } = await slowShop();
    const paymentId = (await makePayment(shop)).id;
    await push({ paymentId }, minutes(30));
    const newest = await push({ paymentId }, minutes(0));
    await deliver();
    expect(seen).toEqual([`came ${newest}`, `answered ${newest}`]);
  });

  it("wait while somebody else has the first in hand, and the lane rests in between", async () => {
    const { shop, seen, push, deliver, key } = await slowShop();
    const paymentId = (await makePayment(shop)).id;
    const first = await push({ paymentId }, minutes(-2));
    await push({ paymentId }, minutes(-1));
    await rowsOf("update push set held_until = $2 where id = $1", [first, minutes(1)]);
    await deliver();
    expect(seen).toEqual([]);
    expect((await waitingJob(key))?.runAt).toEqual(new Date(clock.getTime() + 1_000));
  });
});
