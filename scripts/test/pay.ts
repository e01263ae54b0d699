import { createPayment } from "@/lib/features/payments/commands/create-payment";
import type { NewPayment } from "@/lib/features/payments/commands/new-payment";
import { actorOf } from "@/prisma/factories/payment";
import type { Shop } from "@/prisma/factories/shop";

export const card = { number: "4111 1111 1111 1111", expiry: "12/30", securityCode: "907" };

type Wish = Pick<NewPayment, "amount" | "captureMode"> & Partial<NewPayment>;

/** A payment on the shop's website, by card unless the wish says otherwise; its id. */
export async function payAt(shop: Shop, wish: Wish): Promise<string> {
  const created = await createPayment(actorOf(shop), {
    websiteId: shop.websiteId,
    intentId: crypto.randomUUID(),
    method: "card",
    card,
    ...wish,
  });
  if (!created.ok) throw new Error(created.error);
  return created.value.paymentId;
}
