import { ok } from "@/lib/kernel/result";
import { queueCommunication } from "@/lib/platform/communications";
import { inTransaction } from "@/lib/platform/tx";
import { actorOf } from "@/prisma/factories/payment";
import type { Shop } from "@/prisma/factories/shop";

/** A confirmation on its way, as the portal queues it. */
export async function queueConfirmation(shop: Shop, paymentId: string, addressee: string): Promise<string> {
  const content = {
    shop: shop.name,
    amount: { minor: 100_00, currency: "EUR" },
    reference: "T-1",
    paidAt: "2026-11-22T10:00:00.000Z",
    method: "card",
  };
  const wish = { websiteId: shop.websiteId, channel: "email", locale: "en", addressee, paymentId } as const;
  const result = await inTransaction(actorOf(shop), async (tx) =>
    ok(await queueCommunication(tx, { ...wish, kind: "payment_confirmation", content })),
  );
  return result.value.id;
}
