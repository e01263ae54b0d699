import type { CaptureMode, PaymentMethod } from "@/lib/features/payments/model";
import { now } from "@/lib/platform/clock";
import { handlers } from "@/lib/worker/registry";
import { rowsOf, type Shop } from "@/prisma/factories/shop";
import { payAt } from "@/scripts/test/pay";

/** Cards of brands whose issuers are asked about a refund, and of one that is not (TP-22). */
const visa = "4111111111111111";
export const mastercard = "5555555555554444";
export const amex = "378282246310005";

type Paid = {
  readonly minor: number;
  readonly currency?: string;
  readonly method?: PaymentMethod;
  readonly card?: string;
  readonly captureMode?: CaptureMode;
};

/** The settlement run of a merchant up to the day that our clock shows. */
export async function runSettlement(shop: Shop): Promise<void> {
  const payload = { version: 1, merchantId: shop.merchantId, day: now().toISOString().slice(0, 10) };
  await handlers["payments.settle"](payload);
  await handlers["refunds.settle"](payload);
}

const usual = { currency: "EUR", method: "card", card: visa, captureMode: "immediate" } as const;

const cardOf = (method: PaymentMethod, number: string) =>
  method === "card" ? { number, expiry: "12/30", securityCode: "1234" } : null;

async function expectTaken(paymentId: string): Promise<void> {
  const [row] = await rowsOf<{ status: string }>("select status from payment where id = $1", [paymentId]);
  if (row?.status !== "completed") throw new Error(`the payment is ${row?.status ?? "gone"}`);
}

/** A payment that a customer made and whose money was taken, in the way of its capture mode. */
export async function makePaid(shop: Shop, facts: Paid): Promise<string> {
  const { minor, currency, method, card, captureMode } = { ...usual, ...facts };
  const means = { method, card: cardOf(method, card) };
  const paymentId = await payAt(shop, { amount: { minor, currency }, ...means, captureMode });
  if (captureMode === "scheduled") await runSettlement(shop);
  await expectTaken(paymentId);
  return paymentId;
}

export type StoredRefund = {
  readonly id: string;
  readonly status: string;
  readonly settle: number | null;
  readonly amount: number;
  readonly settleMinor: number;
  readonly authCode: string | null;
  readonly declineCode: string | null;
};

export const refundsOf = (paymentId: string) =>
  rowsOf<StoredRefund>(
    `select id, status, settle_status as settle, amount_minor::int as amount, settle_minor::int as "settleMinor",
       auth_code as "authCode", decline_code as "declineCode"
     from refund where payment_id = $1 order by created_at, id`,
    [paymentId],
  );

export async function balanceOf(paymentId: string) {
  const [row] = await rowsOf<{ captured: number; refunded: number; reserved: number }>(
    `select captured_minor::int as captured, refunded_minor::int as refunded, reserved_minor::int as reserved
     from payment where id = $1`,
    [paymentId],
  );
  return row;
}
