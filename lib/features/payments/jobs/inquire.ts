import type { Actor } from "@/lib/kernel/access";
import { nextInquiryAt } from "@/lib/kernel/schedule";
import {
  askLater,
  authorise,
  mayCaptureAtOnce,
  settleAuthorisation,
} from "@/lib/features/payments/commands/authorise";
import { capture } from "@/lib/features/payments/commands/capture";
import { hearLateWord } from "@/lib/features/payments/commands/hear-late-word";
import { finishOperation, openOutcomes, startOperation } from "@/lib/features/payments/commands/operations";
import { gateway } from "@/lib/platform/gateway/gateway";
import type { GatewayReply, InquiryAnswer } from "@/lib/platform/gateway/port";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, reading } from "@/lib/platform/tx";
import { ok } from "@/lib/kernel/result";

/** A payment that the gateway twice did not know was not booked: its card is gone, so it ends as failed. */
const inquiriesBeforeGivingUp = 2;

const readOpen = (actor: Actor, paymentId: string) =>
  reading(actor.scope, async (db) => {
    const where = { merchantId: actor.scope, paymentId };
    const operation = await db.operation.findFirst({
      where: { ...where, kind: "authorise", outcome: { in: openOutcomes } },
      select: {
        ...{ id: true, correlationId: true, currency: true, amountMinor: true, startedAt: true },
        payment: {
          select: {
            captureMode: true,
            subscription: { select: { first: { select: { gatewayReference: true } } } },
          },
        },
      },
    });
    if (operation === null) return null;
    const since = { gte: operation.startedAt };
    const inquiries = await db.operation.count({ where: { ...where, kind: "inquire", startedAt: since } });
    return { ...operation, inquiries };
  });

type Open = NonNullable<Awaited<ReturnType<typeof readOpen>>>;

function judged(reply: GatewayReply<InquiryAnswer>, inquiries: number): GatewayReply<InquiryAnswer> {
  if (reply.answer.outcome !== "not_found" || inquiries < inquiriesBeforeGivingUp) return reply;
  return { ...reply, answer: { outcome: "failed", code: "not_booked" } };
}

/** Asks the gateway; the question is an operation of its own, and the next one is planned before this one is asked. */
async function ask(actor: Actor, paymentId: string, open: Open): Promise<GatewayReply<InquiryAnswer>> {
  const asked = await inTransaction(
    actor,
    async (tx) => {
      const amount = { minor: Number(open.amountMinor), currency: open.currency };
      const operationId = await startOperation(tx, { paymentId, kind: "inquire", amount });
      await askLater(tx, paymentId, nextInquiryAt(tx.now, open.inquiries + 1));
      await tx.audit("payment.gateway_asked", ["payment", paymentId], { operationId });
      return ok(operationId);
    },
    { correlationId: open.correlationId },
  );
  const reply = await gateway().inquire({ operationId: open.id });
  await inTransaction(actor, async (tx) => {
    await finishOperation(tx, asked.value, reply.answer);
    await tx.audit("payment.gateway_answered", ["payment", paymentId], { outcome: reply.answer.outcome });
    return ok("told");
  });
  return reply;
}

async function askAndBook(actor: Actor, paymentId: string, open: Open): Promise<void> {
  const reply = await ask(actor, paymentId, open);
  const wish = { paymentId, operationId: open.id, correlationId: open.correlationId };
  const initialReference = open.payment.subscription?.first.gatewayReference ?? null;
  if (reply.answer.outcome === "not_found" && initialReference !== null) {
    // No card is needed for a plan's payment, so the same wish is sent again under the same key.
    await authorise(actor, { ...wish, card: null, initialReference });
    return;
  }
  const inquiries = open.inquiries + 1;
  const settled = await settleAuthorisation(actor, wish, judged(reply, inquiries), inquiries);
  if (settled.ok && settled.value === "authorised" && mayCaptureAtOnce(open.payment))
    await capture(actor, wish);
}

/** Asks about an authorisation whose outcome is open, books the answer, and captures where the mode says so. */
export async function inquirePayment(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("payment.inquire", payload);
  const { paymentId } = ids;
  const open = await readOpen(actor, paymentId);
  await (open === null ? hearLateWord(actor, paymentId) : askAndBook(actor, paymentId, open));
}
