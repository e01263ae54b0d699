import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Problem } from "@/app/api/v1/problem-schema";
import {
  NewSubscription,
  Subscription,
  SubscriptionPage,
  SubscriptionUpdate,
} from "@/app/api/v1/subscription-schemas";
import { GET as GET_ONE } from "@/app/api/v1/subscriptions/[id]/route";
import { POST as POST_UPDATE } from "@/app/api/v1/subscriptions/[id]/updates/route";
import { GET, POST } from "@/app/api/v1/subscriptions/route";
import { makePayment } from "@/prisma/factories/payment";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { makeSubscription } from "@/prisma/factories/subscription";
import { useAcquirer } from "@/scripts/test/acquirer";

useAcquirer();

const base = "http://portal.example/api/v1/subscriptions";
const nowhere = { params: Promise.resolve({}) };
const at = (id: string) => ({ params: Promise.resolve({ id }) });
const bearer = (shop: Shop) => ({ authorization: `Bearer ${shop.apiKey}` });

const posted = (shop: Shop, url: string, body: unknown, key: string) =>
  new Request(url, {
    method: "POST",
    headers: { ...bearer(shop), "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify(body),
  });
const create = (shop: Shop, body: unknown, key: string = randomUUID()) =>
  POST(posted(shop, base, body, key), nowhere);
const update = (shop: Shop, id: string, body: unknown, key: string = randomUUID()) =>
  POST_UPDATE(posted(shop, `${base}/${id}/updates`, body, key), at(id));
const read = (shop: Shop, id: string) =>
  GET_ONE(new Request(`${base}/${id}`, { headers: bearer(shop) }), at(id));
const list = (shop: Shop, search = "") =>
  GET(new Request(`${base}${search}`, { headers: bearer(shop) }), nowhere);

async function refusalOf(answer: Response) {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  const { status, reason, errors } = Problem.parse(await answer.json());
  expect(status).toBe(answer.status);
  return { status, reason, fields: (errors ?? []).map(({ field }) => field) };
}

const wishFor = (paymentId: string) => ({
  paymentId,
  amount: { minor: 1050, currency: "EUR" },
  unit: "MONTH",
  frequency: 1,
  finalNumber: 10,
});

const firstPayment = (shop: Shop, facts: Parameters<typeof makePayment>[1] = {}) =>
  makePayment(shop, { gatewayReference: "g-1", ...facts });

describe("a subscription over the API", () => {
  it("is made once per key, told in full and found again", async () => {
    const shop = await makeShop();
    const { id: paymentId } = await firstPayment(shop);
    const key = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => create(shop, wishFor(paymentId), key)));
    const told = await Promise.all(answers.map(async (answer) => Subscription.parse(await answer.json())));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    const [made] = told;
    expect(made).toMatchObject({
      status: "pending",
      kind: "RECURRING",
      amount: { minor: 1050, currency: "EUR" },
      number: 1,
      finalNumber: 10,
      payments: [{ id: paymentId, number: 1 }],
    });
    const id = made?.id ?? "";
    expect(answers[0]?.headers.get("location")).toBe(`/api/v1/subscriptions/${id}`);
    expect(Subscription.parse(await (await read(shop, id)).json())).toEqual(made);
    const { data } = SubscriptionPage.parse(await (await list(shop, "?status=pending&unit=MONTH")).json());
    expect(data).toMatchObject([{ id, number: "1/10", frequency: 1, nextDueDate: made?.nextDueDate }]);
    expect(SubscriptionPage.parse(await (await list(shop, "?status=active")).json()).data).toEqual([]);
  });

  it("is changed, paused, resumed and stopped, and then closed", async () => {
    const shop = await makeShop();
    const { id } = await makeSubscription(shop, { beginDate: "2099-01-31" });
    const told = async (body: unknown) => {
      const answer = await update(shop, id, body);
      expect(answer.status).toBe(201);
      return Subscription.parse(await answer.json());
    };
    expect(await told({ amountMinor: 2000, unit: "DAY", frequency: 10, finalNumber: null })).toMatchObject({
      amount: { minor: 2000, currency: "EUR" },
      unit: "DAY",
      frequency: 10,
      finalNumber: null,
      nextDueDate: "2099-01-31",
    });
    expect((await told({ status: "inactive" })).status).toBe("inactive");
    expect((await told({ status: "active" })).status).toBe("active");
    expect(await told({ status: "stopped" })).toMatchObject({ status: "stopped", nextDueDate: null });
    expect(await refusalOf(await update(shop, id, { status: "active" }))).toMatchObject({
      status: 409,
      reason: "subscription_stopped",
    });
  });

  it("is finished with its last payment, and active again with a higher final number (TP-17)", async () => {
    const shop = await makeShop();
    const { id } = await makeSubscription(shop, { number: 3, finalNumber: 3, nextDueDate: "2099-01-31" });
    const listed = async (status: string) =>
      SubscriptionPage.parse(await (await list(shop, `?status=${status}`)).json()).data;
    const last = { id, status: "finished", nextDueDate: null };
    expect(Subscription.parse(await (await read(shop, id)).json())).toMatchObject(last);
    expect(await listed("finished")).toMatchObject([{ ...last, number: "3/3" }]);
    expect(await listed("active")).toEqual([]);
    const raised = Subscription.parse(await (await update(shop, id, { finalNumber: 4 })).json());
    expect(raised).toMatchObject({ status: "active", nextDueDate: "2099-01-31" });
    expect(await listed("finished")).toEqual([]);
    expect(await listed("active")).toMatchObject([{ id, number: "3/4" }]);
  });

  it("repeats the first answer for a repeated update", async () => {
    const shop = await makeShop();
    const { id } = await makeSubscription(shop);
    const key = randomUUID();
    const first = await update(shop, id, { amountMinor: 700 }, key);
    const again = await update(shop, id, { amountMinor: 700 }, key);
    expect(await again.text()).toBe(await first.text());
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await rowsOf("select from subscription_history where subscription_id = $1", [id])).toHaveLength(1);
  });
});

describe("what is refused", () => {
  it.each([
    [{ amount: { minor: 0, currency: "EUR" } }, "invalid_fields", ["amount.minor"]],
    [{ unit: "WEEK" }, "invalid_fields", ["unit"]],
    [{ frequency: 0 }, "invalid_fields", ["frequency"]],
    [{ finalNumber: 1 }, "invalid_fields", ["finalNumber"]],
    [{ beginDate: "2026-02-30" }, "invalid_fields", ["beginDate"]],
    [{ beginDate: "2001-01-01" }, "invalid_fields", ["beginDate"]],
    [{ begin: "2099-01-01" }, "invalid_fields", ["begin"]],
    [{ paymentId: "x" }, "invalid_fields", ["paymentId"]],
    [{ paymentId: randomUUID() }, "not_found", []],
    [{ amount: { minor: 100, currency: "USD" } }, "wrong_currency", []],
  ])("of a new one: %j", async (change, reason, fields) => {
    const shop = await makeShop();
    const { id } = await firstPayment(shop);
    const answer = await create(shop, { ...wishFor(id), ...change });
    expect(await refusalOf(answer)).toMatchObject({ reason, fields });
    expect(await rowsOf("select from subscription where merchant_id = $1", [shop.merchantId])).toEqual([]);
  });

  it("after a first payment that cannot begin one", async () => {
    const shop = await makeShop();
    const declined = await firstPayment(shop, { status: "rejected" });
    expect(await refusalOf(await create(shop, wishFor(declined.id)))).toMatchObject({
      status: 409,
      reason: "parent_declined",
    });
    const bank = await firstPayment(shop, { method: "ideal" });
    expect((await refusalOf(await create(shop, wishFor(bank.id)))).reason).toBe("card_not_allowed");
    const { paymentId } = await makeSubscription(shop);
    expect((await refusalOf(await create(shop, wishFor(paymentId)))).reason).toBe("already_subscribed");
  });

  it.each([
    [{}, "invalid_fields"],
    [{ status: "pending" }, "invalid_fields"],
    [{ beginDate: "2099-01-01" }, "invalid_fields"],
    [{ number: 3 }, "invalid_fields"],
    [{ amountMinor: 10_00 }, "nothing_changed"],
    [{ amountMinor: 500, finalNumber: 2 }, "invalid_fields"],
  ])("of a change: %j (TP-5, TP-16)", async (body, reason) => {
    const shop = await makeShop();
    const { id } = await makeSubscription(shop, { number: 3 });
    expect((await refusalOf(await update(shop, id, body))).reason).toBe(reason);
    expect(await rowsOf("select from subscription_history where subscription_id = $1", [id])).toEqual([]);
  });

  it("of another merchant's, as if it were not there", async () => {
    const [shop, foreign] = [await makeShop(), await makeShop()];
    const { id } = await makeSubscription(foreign);
    for (const answer of [await read(shop, id), await update(shop, id, { status: "stopped" })]) {
      expect((await refusalOf(answer)).reason).toBe("not_found");
    }
    expect(SubscriptionPage.parse(await (await list(shop)).json()).data).toEqual([]);
    expect((await refusalOf(await read(shop, "no-id"))).reason).toBe("not_found");
  });

  it("of parameters that the list does not know", async () => {
    const shop = await makeShop();
    expect(await refusalOf(await list(shop, "?state=1&unit=WEEK"))).toMatchObject({
      status: 400,
      reason: "unknown_parameters",
    });
  });
});

it.each([NewSubscription, SubscriptionUpdate])("carries examples that its own schemas accept", (schema) => {
  expect(schema.safeParse(schema.meta()?.["example"]).success).toBe(true);
});
