import { afterEach, describe, expect, it } from "vitest";
import { Webhook } from "standardwebhooks";
import { signedForm } from "@/lib/wire/buckaroo/form-push";
import { hmacHeader } from "@/lib/wire/buckaroo/hmac";
import { jsonPush } from "@/lib/wire/buckaroo/json-push";
import { signedNotification } from "@/lib/wire/trust/notification";
import { startShop, type Received } from "./receiver";

const secret = `whsec_${Buffer.from("a secret of thirty-two bytes ok!").toString("base64")}`;

type Made = { readonly headers: Record<string, string>; readonly body: string };
const form = "application/x-www-form-urlencoded";

const formPush = (_url: string, hash: "sha1" | "sha512"): Made => ({
  headers: { "content-type": form },
  body: signedForm(
    "brq_amount=10.25&brq_customer_name=T%C3%A4ster+%26+Zn&brq_ordernumber=1001",
    secret,
    hash,
  ),
});

function jsonPushTo(url: string): Made {
  const body = jsonPush("Transaction", { Key: "1001", Order: "ąż/é", AmountDebit: 10.5 });
  const seconds = Math.floor(Date.now() / 1000);
  const call = { websiteKey: "W3bs1teKey", method: "POST", url, body, nonce: "9f8e", seconds } as const;
  return { headers: { authorization: hmacHeader(secret, call) }, body };
}

const trustPush = (_url: string): Made => ({
  headers: { "content-type": form },
  body: signedNotification("baseamount=1001&notificationreference=x&orderreference=ąż", secret),
});

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function shop() {
  const running = await startShop({ port: 0, folder: null, now: () => new Date("2026-03-01T12:00:00Z") });
  stops.push(running.stop);
  let patienceMs = 10_000;
  const send = (path: string, method: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${running.url}${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    });
  await send("/websites/shop", "PUT", { secret });
  const push = (site: string, signedWith: string) => {
    const at = new Date();
    const body = { type: "payment.completed", data: { paymentId: "p1" } };
    const headers = {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(signedWith).sign("msg_1", at, JSON.stringify(body)),
    };
    return send(`/pushes/${site}`, "POST", body, headers);
  };
  const received = async (query = "") => {
    const answer = await fetch(`${running.url}/received${query}`);
    return ((await answer.json()) as { received: Received[] }).received;
  };
  return { url: running.url, send, push, received, losePatience: () => (patienceMs = 200) };
}

describe("the shop", () => {
  it("takes a push with a good signature and finds it by payment", async () => {
    const { push, received } = await shop();
    expect((await push("shop", secret)).status).toBe(200);
    expect(await received("?payment=p1")).toMatchObject([
      { site: "shop", verified: true, answered: 200, messageId: "msg_1" },
    ]);
    expect(await received("?payment=p2")).toEqual([]);
  });

  it("refuses a bad signature and says so", async () => {
    const { push, received } = await shop();
    expect((await push("shop", `${secret.slice(0, -4)}AAA=`)).status).toBe(401);
    expect(await received()).toMatchObject([{ verified: false, answered: 401 }]);
  });

  it("cannot judge a website whose secret it does not know", async () => {
    const { push, received } = await shop();
    await push("other", secret);
    expect(await received()).toMatchObject([{ site: "other", verified: null, answered: 200 }]);
  });

  it.each([
    ["a Buckaroo form with SHA-1", (url: string) => formPush(url, "sha1")],
    ["a Buckaroo form with SHA-512", (url: string) => formPush(url, "sha512")],
    ["Buckaroo's JSON", (url: string) => jsonPushTo(url)],
    ["Trust", (url: string) => trustPush(url)],
  ] as const)("knows a push of %s, and one that was changed on the way", async (_format, made) => {
    const { url } = await shop();
    const { headers, body } = made(`${url}/pushes/shop`);
    const post = async (text: string) =>
      (await fetch(`${url}/pushes/shop`, { method: "POST", headers, body: text })).status;
    expect([await post(body), await post(body.replace("1001", "1002"))]).toEqual([200, 401]);
  });

  it("fails as often as it is told, for one website", async () => {
    const { send, push } = await shop();
    await send("/control", "POST", { mode: "fail", status: 503, site: "shop", count: 2 });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await push("shop", secret)).status);
    expect(statuses).toEqual([503, 503, 200]);
    expect((await push("other", secret)).status).toBe(200);
  });

  it("hangs when it is told to", async () => {
    const { send, push, received, losePatience } = await shop();
    await send("/control", "POST", { mode: "hang" });
    losePatience();
    await expect(push("shop", secret)).rejects.toThrow();
    expect(await received()).toMatchObject([{ answered: null }]);
  });

  it.each([
    [{ mode: "sulk" }, "mode must be one of ok, fail, hang, slow"],
    [{ mode: "fail", status: 999 }, "status must be a whole number from 300 to 599"],
    [{ mode: "fail", status: 200 }, "status must be a whole number from 300 to 599"],
    [{ mode: "slow", delayMs: -1 }, "delayMs must be a whole number of milliseconds from 0 to 600000"],
    [{ mode: "fail", count: "two" }, "count must be a whole number from 1 to 999999999"],
    [{ mode: "fail", site: "" }, "site must be a site reference"],
    [null, "body must be a JSON object"],
  ])("refuses %j and names the reason", async (change, error) => {
    const { send } = await shop();
    const answer = await send("/control", "POST", change);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({ error });
  });
});
