import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { deliverCommunications } from "@/lib/features/communications/jobs/deliver";
import { confirmToCustomer, tellCustomerOfRefund } from "@/lib/features/payments/jobs/customer-mails";
import { now } from "@/lib/platform/clock";
import { closeDatabase } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { makePayment } from "@/prisma/factories/payment";
import { makeRefund } from "@/prisma/factories/refund";
import { closeFactories, makeShop, rowsOf, type Shop } from "@/prisma/factories/shop";
import { useMailbox } from "@/scripts/test/mailbox";

const mailsTo = useMailbox(now);
afterAll(async () => {
  await closeDatabase();
  await closeFactories();
});

/** A shop that writes to its customers, or does not. */
async function writingShop(isOn = true): Promise<Shop> {
  const shop = await makeShop();
  await rowsOf("update website set mails_customers = $2, reply_to = 'help@shop.example' where id = $1", [
    shop.websiteId,
    isOn,
  ]);
  return shop;
}

async function changeTo(shop: Shop, paymentId: string, to: string) {
  const historyId = newId();
  await rowsOf(
    `insert into payment_history (merchant_id, id, payment_id, event, from_status, to_status, actor, correlation_id, at)
     values ($1, $2, $3, 'complete', 'pending', $4, 'system:test', $2, '2026-03-01T12:00:00Z')`,
    [shop.merchantId, historyId, paymentId, to],
  );
  return { version: 1, merchantId: shop.merchantId, paymentId, historyId };
}

const queuedBy = (shop: Shop) =>
  rowsOf("select kind, addressee, locale, state from communication where merchant_id = $1", [
    shop.merchantId,
  ]);
const deliver = ({ merchantId }: Shop) => deliverCommunications({ version: 1, merchantId, channel: "email" });

describe("a customer whose payment succeeded", () => {
  it("gets one confirmation, however often the job runs, in the language of the country", async () => {
    const shop = await writingShop();
    const to = `${randomUUID()}@customer.example`;
    const payment = await makePayment(shop, {
      customerEmail: to,
      amountMinor: 129_95,
      orderReference: "A-77",
    });
    await rowsOf("update payment set customer_name = $2 where id = $1", [
      payment.id,
      "Robin\r\nBcc: x@example.com",
    ]);
    const change = await changeTo(shop, payment.id, "completed");
    await confirmToCustomer(change);
    await confirmToCustomer(change);
    expect(await queuedBy(shop)).toEqual([
      { kind: "payment_confirmation", addressee: to, locale: "nl", state: "queued" },
    ]);
    await deliver(shop);
    const [mail, ...more] = await mailsTo(to);
    expect(more).toEqual([]);
    expect(mail?.subject.replaceAll(/\s/g, " ")).toBe(`${shop.name}: betaling van € 129,95 ontvangen`);
    expect(mail?.text).toContain("Bestelling: A-77");
    expect(mail?.text).toContain("1 maart 2026 om 13:00");
  });

  it("gets none from a shop that does not wish it, before the end, or without an address", async () => {
    const silent = await writingShop(false);
    const unwished = await makePayment(silent, { customerEmail: "a@customer.example" });
    await confirmToCustomer(await changeTo(silent, unwished.id, "completed"));
    expect(await queuedBy(silent)).toEqual([]);
    const shop = await writingShop();
    const { id } = await makePayment(shop, { customerEmail: "b@customer.example" });
    await confirmToCustomer(await changeTo(shop, id, "authorised"));
    await rowsOf("update payment set customer_email = null where id = $1", [id]);
    await confirmToCustomer(await changeTo(shop, id, "completed"));
    expect(await queuedBy(shop)).toEqual([]);
  });
});

describe("a customer who got money back", () => {
  it("is told once when the refund was paid, and not before", async () => {
    const shop = await writingShop();
    const to = `${randomUUID()}@customer.example`;
    const paid = await makeRefund(shop, { amountMinor: 10_00 });
    const open = await makeRefund(shop, { status: "sent" });
    await rowsOf("update payment set customer_email = $2, customer_country = 'FI' where merchant_id = $1", [
      shop.merchantId,
      to,
    ]);
    for (const { id: refundId } of [paid, open, paid])
      await tellCustomerOfRefund({ version: 1, merchantId: shop.merchantId, refundId, historyId: newId() });
    await deliver(shop);
    const mails = await mailsTo(to);
    expect(mails.map(({ subject }) => subject.replaceAll(/\s/g, " "))).toEqual([
      `${shop.name}: hyvitys 10,00 €`,
    ]);
  });
});
