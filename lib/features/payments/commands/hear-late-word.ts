import type { Actor } from "@/lib/kernel/access";
import { err, ok } from "@/lib/kernel/result";
import { applyApproval, askLater, readPayment } from "@/lib/features/payments/commands/authorise";
import { startReversal } from "@/lib/features/payments/commands/reverse";
import { reservingMethods } from "@/lib/features/payments/model";
import { recordExchange } from "@/lib/platform/exchanges";
import { gateway } from "@/lib/platform/gateway/gateway";
import type { GatewayReply, InquiryAnswer } from "@/lib/platform/gateway/port";
import { lockRow } from "@/lib/platform/lock";
import { inTransaction, reading } from "@/lib/platform/tx";

const dayMs = 24 * 3_600_000;

/** The refusal of a bank that may still think better of it; null for cards, and once the payment has gone on. */
const readRefused = (actor: Actor, paymentId: string) =>
  reading(actor.scope, (db) =>
    db.operation.findFirst({
      where: {
        merchantId: actor.scope,
        paymentId,
        kind: "authorise",
        outcome: "declined",
        payment: { status: "rejected", method: { notIn: [...reservingMethods] } },
      },
      orderBy: { startedAt: "desc" },
      select: { id: true, correlationId: true, finishedAt: true },
    }),
  );
type Refused = NonNullable<Awaited<ReturnType<typeof readRefused>>>;

const book = (actor: Actor, paymentId: string, refused: Refused, reply: GatewayReply<InquiryAnswer>) =>
  inTransaction(
    actor,
    async (tx) => {
      if (!(await lockRow(tx, "payment", paymentId))) return err("not_found");
      await recordExchange(tx, reply.exchange, { paymentId });
      await tx.audit("payment.gateway_asked", ["payment", paymentId], { outcome: reply.answer.outcome });
      const isFirst = refused.finishedAt !== null && refused.finishedAt.getTime() > tx.now.getTime() - dayMs;
      if (reply.answer.outcome !== "approved") {
        if (isFirst) await askLater(tx, paymentId, new Date(tx.now.getTime() + dayMs));
        return ok("still_refused");
      }
      const { reference, code } = reply.answer;
      const confirmed = await tx.db.operation.updateMany({
        where: { merchantId: tx.scope, id: refused.id, outcome: "declined" },
        data: { outcome: "approved", gatewayReference: reference, code, finishedAt: tx.now },
      });
      if (confirmed.count !== 1) return ok("settled_before");
      const payment = await readPayment(tx, paymentId);
      if (payment.status === "rejected") return applyApproval(tx, payment, reply.answer, refused.id);
      await startReversal(tx, payment, refused.id);
      return ok("taken_back");
    },
    { correlationId: refused.correlationId },
  );

/** Asks once more about a payment that its bank refused, a quarter of an hour and a day later (domain.md 5.3). */
export async function hearLateWord(actor: Actor, paymentId: string): Promise<void> {
  const refused = await readRefused(actor, paymentId);
  if (refused === null) return;
  await book(actor, paymentId, refused, await gateway().inquire({ operationId: refused.id }));
}
