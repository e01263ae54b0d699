import { createTransport } from "nodemailer";
import { ok } from "@/lib/kernel/result";
import { queueCommunication, type CommunicationWish } from "@/lib/platform/communications";
import { env } from "@/lib/platform/env";
import { systemActor } from "@/lib/platform/outbox";
import { inTransaction } from "@/lib/platform/tx";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

const confirmation = {
  kind: "payment_confirmation",
  content: {
    shop: "Coffee Shop",
    amount: { minor: 1250, currency: "EUR" },
    reference: "ABC-1",
    paidAt: "2026-11-22T10:00:00.000Z",
    method: "ideal",
  },
} as const;

export type Sent = { readonly id: string; readonly returnPath: string; readonly messageId: string };

/** A message that has left our hands, to this addressee. */
export async function sendMessage(
  shop: Shop,
  addressee: string,
  more: Partial<Pick<CommunicationWish, "channel" | "paymentId" | "invoiceId" | "invoiceStepId">> = {},
): Promise<Sent> {
  const wish = {
    websiteId: shop.websiteId,
    channel: "email",
    locale: "en",
    addressee,
    ...confirmation,
  } as const;
  const queued = await inTransaction(systemActor(shop.merchantId, "test"), async (tx) =>
    ok(await queueCommunication(tx, { ...wish, ...more })),
  );
  const { id } = queued.value;
  const [row] = await rowsOf<{ token: string; messageId: string }>(
    `update communication set state = 'sent', sent_at = now(), next_attempt_at = null, subject = 'Your payment'
     where id = $1 returning return_token as token, message_id as "messageId"`,
    [id],
  );
  if (row === undefined) throw new Error("no message was queued");
  return { id, messageId: row.messageId, returnPath: `bounce+${row.token}@${env().returnPathDomain}` };
}

/** Brings a report to the intake as a mail server does: without a sender. */
export async function bringReport(port: number, to: string | readonly string[], raw: Buffer, from = "") {
  const transport = createTransport({ host: "127.0.0.1", port, secure: false, ignoreTLS: true });
  try {
    return await transport.sendMail({ envelope: { from, to: [to].flat() }, raw });
  } finally {
    transport.close();
  }
}
