import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { getPayable } from "@/lib/features/data-requests/queries/payable";
import { intentOf } from "@/lib/features/data-requests/model";
import { createPayment } from "@/lib/features/payments/commands/create-payment";
import { retryPayment } from "@/lib/features/payments/commands/retry-payment";
import { decideQr } from "@/lib/features/qr-codes/model";
import { getQrCode, getQrTry } from "@/lib/features/qr-codes/queries";
import { now } from "@/lib/platform/clock";
import { handlers } from "@/lib/worker/registry";
import { GET as picture } from "@/app/(public)/qr/[token]/picture/route";
import { actorOf, makePayment } from "@/prisma/factories/payment";
import { makeScheme } from "@/prisma/factories/scheme";
import { makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useAcquirer } from "@/scripts/test/acquirer";
import { askFor, codeOf, outputsOf, wrongOf } from "@/scripts/test/buckaroo";
import { drain } from "@/scripts/test/drain";

useAcquirer();

const rowOf = async (key: string) =>
  (
    await rowsOf<{ id: string; code: number; paymentId: string | null }>(
      `select id, status_code as code, payment_id as "paymentId" from data_request where key = $1`,
      [key],
    )
  )[0] ?? { id: "", code: 0, paymentId: null };

const invoice = {
  InvoiceAmount: "121.00",
  InvoiceAmountVat: "21.00",
  InvoiceDate: "2025-01-15",
  DueDate: "2025-02-14",
  SchemeKey: "a1b2c3",
  "Debtor/Code": "cust-77",
  "Email/Email": "j.jansen@example.nl",
  "Phone/Mobile": "+31600000000",
};
const cm = (shop: Shop, action: string, values: Record<string, string | number> = {}, more: object = {}) =>
  askFor(shop, "CreditManagement3", action, values, more);

async function billingShop(): Promise<Shop> {
  const shop = await makeShop();
  await makeScheme(shop);
  return shop;
}

describe("invoices", () => {
  it("are created as domain.md 2.7 writes it, paused, planned, credited and told", async () => {
    const shop = await billingShop();
    const created = await cm(shop, "CreateInvoice", invoice, { Invoice: "INV-1" });
    expect(codeOf(created)).toBe(190);
    expect(outputsOf(created)["InvoiceKey"]).toMatch(/^[0-9A-F]{32}$/);
    const named = { Invoice: "INV-1" };
    const statusAfter = async (action: string, values: Record<string, string | number> = {}) => {
      const answer = await cm(shop, action, values, named);
      return [codeOf(answer), outputsOf(answer)["InvoiceStatusCode"]];
    };
    expect(await statusAfter("PauseInvoice")).toEqual([190, "20"]);
    expect(await statusAfter("PauseInvoice")).toEqual([490, undefined]);
    expect(await statusAfter("UnPauseInvoice")).toEqual([190, "10"]);
    expect(await statusAfter("CreatePaymentPlan", { InstallmentCount: 3 })).toEqual([190, "22"]);
    expect(await statusAfter("TerminatePaymentPlan")).toEqual([190, "10"]);
    const credit = (amount: string) =>
      cm(shop, "CreateCreditNote", { OriginalInvoiceNumber: "INV-1", InvoiceAmount: amount });
    expect(outputsOf(await credit("21.00"))).toMatchObject({ OpenAmount: "100.00", IsPaid: "false" });
    expect(wrongOf(await credit("100.01"))).toEqual(["InvoiceAmount"]);
    const debtor = await cm(shop, "DebtorInfo", { DebtorCode: "cust-77" });
    expect(outputsOf(debtor)).toMatchObject({ InvoiceCount: "1", OpenAmount: "100.00", IsPaused: "false" });
    await cm(shop, "PauseDebtorFile", { DebtorCode: "cust-77" });
    expect(outputsOf(await cm(shop, "DebtorInfo", { DebtorCode: "cust-77" }))["IsPaused"]).toBe("true");
    expect(await statusAfter("StopInvoice")).toEqual([190, "91"]);
    expect(await statusAfter("UnPauseInvoice")).toEqual([490, undefined]);
    expect((await getPayable(shop.scope, (await rowOf(created.Key)).id))?.state).toBe("over");
  });

  it.each([
    [{}, { Invoice: "INV-1" }, ["Invoice"]],
    [{ DueDate: "2025-01-14" }, { Invoice: "INV-2" }, ["DueDate"]],
    [{}, {}, ["Invoice"]],
  ])("are refused with %j and %j", async (values, more, wrong) => {
    const shop = await billingShop();
    await cm(shop, "CreateInvoice", invoice, { Invoice: "INV-1" });
    const refused = await cm(shop, "CreateInvoice", { ...invoice, ...values }, more);
    expect([codeOf(refused), wrongOf(refused)]).toEqual([491, wrong]);
    expect(await rowsOf("select id from invoice where website_id = $1", [shop.websiteId])).toHaveLength(1);
  });

  it("are paid once by their link, however often that is told", async () => {
    const shop = await billingShop();
    const created = await cm(shop, "CreateInvoice", invoice, { Invoice: "INV-1" });
    const { id } = await rowOf(created.Key);
    expect((await getPayable(shop.scope, id))?.amount).toEqual({ minor: 121_00, currency: "EUR" });
    await payFor(shop, id, 121_00);
    await drain();
    const told = outputsOf(await cm(shop, "InvoiceInfo", {}, { Invoice: "INV-1" }));
    expect(told).toMatchObject({ OpenAmount: "0.00", AmountPaid: "121.00", IsPaid: "true" });
    expect((await getPayable(shop.scope, id))?.state).toBe("paid");
    const { paymentId } = await rowOf(created.Key);
    const [line] = await rowsOf<{ historyId: string }>(
      `select id as "historyId" from payment_history where payment_id = $1 order by at desc limit 1`,
      [paymentId],
    );
    const payload = { version: 1, merchantId: shop.merchantId, paymentId, ...line };
    await handlers["payment.status_changed"](payload);
    expect(outputsOf(await cm(shop, "InvoiceInfo", {}, { Invoice: "INV-1" }))["AmountPaid"]).toBe("121.00");
  });
});

const goodCard = "4111111111111111";
const declinedCard = "4000000000000812";

async function payFor(shop: Shop, dataRequestId: string, minor: number, attempt = 0, number = goodCard) {
  const paid = await createPayment(actorOf(shop), {
    websiteId: shop.websiteId,
    intentId: intentOf(dataRequestId, attempt.toString()),
    amount: { minor, currency: "EUR" },
    method: "card",
    card: { number, expiry: "12/30", securityCode: "123" },
    captureMode: "immediate",
    source: "payment_link",
  });
  if (!paid.ok) throw new Error(paid.error);
  return paid.value.paymentId;
}

describe("an invitation to pay", () => {
  const wish = { CustomerEmail: "J.Jansen@example.nl", CustomerLastName: "Jansen", Amount: "12.50" };
  const invite = (shop: Shop, values: object = {}) =>
    askFor(shop, "payperemail", "PaymentInvitation", { ...wish, ...values });

  it("waits for the customer, and is 190 with the payment", async () => {
    const shop = await makeShop();
    const invited = await invite(shop);
    expect(codeOf(invited)).toBe(792);
    expect(outputsOf(invited)["PayLink"]).toContain("/pay/");
    const { id } = await rowOf(invited.Key);
    expect(await getPayable(shop.scope, id)).toMatchObject({ state: "open", amount: { minor: 12_50 } });
    await drain();
    expect(
      await rowsOf("select kind, addressee, name, data_request_id, locale from communication where id = $1", [
        id,
      ]),
    ).toEqual([
      {
        kind: "payment_invitation",
        addressee: "j.jansen@example.nl",
        name: "Jansen",
        data_request_id: id,
        locale: "nl",
      },
    ]);
    await payFor(shop, id, 12_50);
    await drain();
    expect(await rowOf(invited.Key)).toMatchObject({ code: 190 });
    expect((await getPayable(shop.scope, id))?.state).toBe("paid");
  });

  it("is paid as soon as its payment is, and open again when that is declined", async () => {
    const shop = await makeShop();
    const { id } = await rowOf((await invite(shop)).Key);
    await payFor(shop, id, 12_50, 0, declinedCard);
    expect(await getPayable(shop.scope, id)).toMatchObject({ state: "open", attempt: 1 });
    // Two tabs at once: one payment.
    const both = await Promise.all([payFor(shop, id, 12_50, 1), payFor(shop, id, 12_50, 1)]);
    expect(new Set(both).size).toBe(1);
    // No worker has booked anything yet.
    expect(await getPayable(shop.scope, id)).toMatchObject({ state: "paid", attempt: 2 });
  });

  it("is answered by the payment that its customer tried again by another link", async () => {
    const shop = await makeShop();
    await rowsOf("update website set retry_enabled = true where id = $1", [shop.websiteId]);
    const invited = await invite(shop);
    const { id } = await rowOf(invited.Key);
    const paymentId = await payFor(shop, id, 12_50, 0, declinedCard);
    const card = { number: goodCard, expiry: "12/30", securityCode: "123" };
    const wish = { paymentId, method: "card", card, intentId: randomUUID() } as const;
    const retried = await retryPayment(actorOf(shop), wish);
    if (!retried.ok) throw new Error(retried.error);
    expect((await getPayable(shop.scope, id))?.state).toBe("paid");
    await drain();
    expect(await rowOf(invited.Key)).toMatchObject({ code: 190, paymentId: retried.value.paymentId });
  });

  it("ends as 490 after its time", async () => {
    const shop = await makeShop();
    const invited = await invite(shop);
    await rowsOf("update data_request set expires_at = now() where key = $1", [invited.Key]);
    await handlers["data_requests.expire"]({ version: 1, merchantId: shop.merchantId });
    expect(await rowOf(invited.Key)).toMatchObject({ code: 490 });
    expect(wrongOf(await invite(shop, { ExpirationDate: "2020-01-01" }))).toEqual(["ExpirationDate"]);
  });
});

describe("an iDEAL QR code", () => {
  const wish = { Amount: "10.00", PurchaseId: "P-1", Description: "Coffee" };
  const generate = (shop: Shop, values: object = {}, more: object = {}) =>
    askFor(shop, "idealqr", "Generate", { ...wish, ...values }, more);
  const show = (address: string) =>
    picture(new Request(address), {
      params: Promise.resolve({ token: new URL(address).pathname.split("/")[2] ?? "" }),
    });

  it("is a PNG of the size that was asked for, until it is over", async () => {
    const shop = await makeShop();
    const made = await generate(shop, { ImageSize: 300 });
    const address = outputsOf(made)["QrImageUrl"] ?? "";
    const shown = await show(address);
    expect(shown.headers.get("content-type")).toBe("image/png");
    const bytes = Buffer.from(await shown.arrayBuffer());
    expect([bytes.subarray(1, 4).toString(), bytes.readUInt32BE(16)]).toEqual(["PNG", 300]);
    const { id } = await rowOf(made.Key);
    await rowsOf("update qr_code set expires_at = now() where data_request_id = $1", [id]);
    expect((await show(address)).status).toBe(410);
    expect((await show(`${address.slice(0, -10)}x/picture`)).status).toBe(404);
  });

  it.each([
    [{ Expiration: "2020-01-01" }, {}, ["Expiration"]],
    [{ AmountIsChangeable: true, MinAmount: "11.00" }, {}, ["MinAmount"]],
    [{ ImageSize: 5_000 }, {}, ["ImageSize"]],
    [{}, { Currency: "PLN" }, ["Currency"]],
  ])("is refused with %j %j", async (values, more, wrong) => {
    const refused = await generate(await makeShop(), values, more);
    expect([codeOf(refused), wrongOf(refused)]).toEqual([491, wrong]);
  });

  it("for one payment is used up when that is paid, and not by one that comes to nothing", async () => {
    const shop = await makeShop();
    const { id } = await rowOf((await generate(shop, { IsOneOff: true })).Key);
    const [code] = await rowsOf<{ id: string }>("select id from qr_code where data_request_id = $1", [id]);
    const asItIs = async () => {
      const read = await getQrCode(shop.scope, code?.id ?? "");
      return read && { attempt: read.attempt, state: read.state, isOpen: decideQr(read, now()).ok };
    };
    await payFor(shop, id, 10_00, 0, declinedCard);
    expect(await getQrTry(shop.scope, id, "0")).toBe("open");
    expect(await asItIs()).toEqual({ attempt: 1, state: "open", isOpen: true });
    await rowsOf("update payment set status = 'pending' where intent_id = $1", [intentOf(id, "0")]);
    expect(await asItIs()).toEqual({ attempt: 1, state: "under_way", isOpen: false });
    await rowsOf("update payment set status = 'rejected' where intent_id = $1", [intentOf(id, "0")]);
    await payFor(shop, id, 10_00, 1);
    expect(await getQrTry(shop.scope, id, "1")).toBe("paid");
    expect(await asItIs()).toEqual({ attempt: 2, state: "paid", isOpen: false });
    await drain();
    const stored = await rowsOf<{ used: boolean }>(
      "select used_at is not null as used from qr_code where data_request_id = $1",
      [id],
    );
    expect(stored).toEqual([{ used: true }]);
  });

  it("for many payments stays open with each of them", async () => {
    const shop = await makeShop();
    const { id } = await rowOf((await generate(shop)).Key);
    const [code] = await rowsOf<{ id: string }>("select id from qr_code where data_request_id = $1", [id]);
    await payFor(shop, id, 10_00);
    await drain();
    const read = await getQrCode(shop.scope, code?.id ?? "");
    expect(read && [read.attempt, decideQr(read, now()).ok]).toEqual([null, true]);
  });
});

describe("subscriptions", () => {
  const keyOf = (id: string) => id.replaceAll("-", "").toUpperCase();

  it("are created on a paid payment, changed, paused until a day, resumed by themselves and stopped", async () => {
    const shop = await makeShop();
    const { id } = await makePayment(shop, { gatewayReference: "AUT-1" });
    const sub = (action: string, values: Record<string, string | number> = {}) =>
      askFor(shop, "Subscriptions", action, values);
    const create = { InitialTransaction: keyOf(id), Amount: "9.99", Frequency: 1, Unit: "MONTH" };
    const made = await sub("CreateSubscription", create);
    expect([codeOf(made), outputsOf(made)["Status"]]).toEqual([190, "Pending"]);
    const SubscriptionGuid = outputsOf(made)["SubscriptionGuid"] ?? "";
    const stateAfter = async (action: string, values: Record<string, string | number> = {}) => {
      const answer = await sub(action, { SubscriptionGuid, ...values });
      return [codeOf(answer), outputsOf(answer)["Status"] ?? wrongOf(answer)[0]];
    };
    expect(outputsOf(await sub("UpdateSubscription", { SubscriptionGuid, Amount: "12.00" }))["Amount"]).toBe(
      "12.00",
    );
    expect(await stateAfter("ResumeSubscription")).toEqual([190, "Active"]);
    expect(await stateAfter("PauseSubscription", { ResumeDate: "2099-01-01" })).toEqual([190, "Paused"]);
    expect(await stateAfter("PauseSubscription", { ResumeDate: "2000-01-01" })).toEqual([491, "ResumeDate"]);
    await handlers["subscriptions.run"]({ version: 1, merchantId: shop.merchantId, day: "2098-12-31" });
    expect(await stateAfter("SubscriptionInfo")).toEqual([190, "Paused"]);
    await rowsOf("update subscription set next_due_date = '2101-01-01' where payment_id = $1", [id]);
    await handlers["subscriptions.run"]({ version: 1, merchantId: shop.merchantId, day: "2099-01-01" });
    expect(await stateAfter("SubscriptionInfo")).toEqual([190, "Active"]);
    expect(await stateAfter("StopSubscription")).toEqual([190, "Inactive"]);
    expect((await stateAfter("PauseSubscription"))[0]).toBe(490);
    expect(wrongOf(await sub("CreateSubscription", create))).toEqual(["InitialTransaction"]);
  });

  it("of another website are unknown", async () => {
    const shop = await makeShop();
    const answer = await askFor(shop, "Subscriptions", "StopSubscription", {
      SubscriptionGuid: "A".repeat(32),
    });
    expect([codeOf(answer), wrongOf(answer)]).toEqual([491, ["SubscriptionGuid"]]);
  });
});
