import { afterEach, describe, expect, it } from "vitest";
import { paynowSignature } from "@/lib/wire/paynow/notification";
import { signedNotification } from "@/lib/wire/trust/notification";
import { startShop, type Received } from "./receiver";

const secret = "s3ecret-k3y";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function shop(format?: string) {
  const running = await startShop({ port: 0, folder: null, now: () => new Date("2026-03-01T12:00:00Z") });
  stops.push(running.stop);
  const learn = (body: object) =>
    fetch(`${running.url}/websites/shop`, { method: "PUT", body: JSON.stringify(body) });
  await learn({ secret, format });
  const post = async (body: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${running.url}/pushes/shop`, { method: "POST", headers, body });
    return { status: answer.status, body: (await answer.json()) as object };
  };
  const last = async () => {
    const answer = await fetch(`${running.url}/received`);
    return ((await answer.json()) as { received: Received[] }).received.at(-1);
  };
  return { learn, post, last };
}

async function paynowShop(format?: string) {
  const { post, last } = await shop(format);
  const notify = (status: string, at = "10:00:00", key = secret) => {
    const body = JSON.stringify({
      ...{ paymentId: "p-1", externalId: "order-1 ąż/é", status },
      modifiedAt: `2026-11-22T${at}`,
    });
    return post(body, { "Content-Type": "application/json", Signature: paynowSignature(key, body) });
  };
  return { notify, post, last };
}

describe("a shop that speaks Trust", () => {
  const body = "currencyiso3a=GBP&orderreference=%C4%85+%26&settlestatus=2&notificationreference=N-1";

  it.each([["told so"], ["by the marks"]])("takes a good hash, %s", async (how) => {
    const { post, last } = await shop(how === "told so" ? "trust" : undefined);
    expect((await post(signedNotification(body, secret))).status).toBe(200);
    expect(await last()).toMatchObject({ format: "trust", verified: true, messageId: "N-1", answered: 200 });
  });

  it("refuses another password and a changed value", async () => {
    const { post } = await shop("trust");
    expect((await post(signedNotification(body, "other"))).status).toBe(401);
    expect((await post(signedNotification(body, secret).replace("GBP", "EUR"))).status).toBe(401);
  });
});

describe("a shop that speaks Paynow", () => {
  it.each([["paynow"], [undefined]])("takes what is new with 202 (told: %s)", async (format) => {
    const { notify, last } = await paynowShop(format);
    expect((await notify("NEW")).status).toBe(202);
    expect(await last()).toMatchObject({ format: "paynow", verified: true, answered: 202 });
  });

  it("asks again after a bad signature", async () => {
    const { notify, last } = await paynowShop("paynow");
    expect(await notify("NEW", "10:00:00", "other")).toEqual({
      status: 400,
      body: { error: "bad_signature" },
    });
    expect(await last()).toMatchObject({ verified: false, answered: 400 });
  });

  it("does nothing with what it has seen, what is older, and what comes after the money", async () => {
    const { notify } = await paynowShop("paynow");
    await notify("NEW");
    await notify("PENDING", "10:00:05");
    expect(await notify("PENDING", "10:00:09")).toEqual({ status: 200, body: { error: "already_seen" } });
    const older = { status: 200, body: { error: "time_travels_are_prohibited" } };
    expect(await notify("REJECTED", "10:00:01")).toEqual(older);
    expect((await notify("CONFIRMED", "10:00:01")).status).toBe(202);
    expect(await notify("REJECTED", "10:00:30")).toEqual({ status: 200, body: { error: "already_paid" } });
    expect(await notify("CONFIRMED", "10:00:40")).toEqual({ status: 200, body: { error: "already_seen" } });
  });

  it("asks three times for what comes in a wrong order, then lets it be", async () => {
    const { notify } = await paynowShop("paynow");
    await notify("EXPIRED");
    const statuses = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await notify("PENDING", "11:00:00")).status);
    expect(statuses).toEqual([400, 400, 400, 200]);
    expect((await notify("CONFIRMED", "12:00:00")).status).toBe(202);
  });

  it("refuses a push of another format once it is told its own", async () => {
    const { post } = await paynowShop("paynow");
    expect((await post(signedNotification("settlestatus=2", secret))).status).toBe(400);
  });
});

it("names what is wrong with a website", async () => {
  const { learn } = await shop();
  expect(await (await learn({ secret: "" })).json()).toEqual({ error: "secret is missing" });
  expect(await (await learn({ secret, format: "morse" })).json()).toEqual({
    error: "format must be one of standard, buckaroo-json, paynow, buckaroo-form, trust",
  });
});
