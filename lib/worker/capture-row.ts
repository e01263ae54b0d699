import type { Actor } from "@/lib/kernel/access";
import { captureChain } from "@/lib/features/authorisations/commands/capture-chain";
import { captureRefusals, chainRefusals, type CaptureWord } from "@/lib/features/capture-refusals/model";
import type { RowAnswer, RowWish } from "@/lib/features/files/jobs/rows";
import { capturePayment } from "@/lib/features/payments/commands/capture";
import {
  findByPayId,
  getOperationOf,
  type NamedPayment,
} from "@/lib/features/payments/queries/find-by-pay-id";

const refused = (said: CaptureWord): RowAnswer => ({ said, operationId: null });

const words: Readonly<Record<string, CaptureWord>> = {
  approved: "ok",
  declined: "declined",
  failed: "not_possible_now",
};

/** What the row has begun at the gateway, also before a crash; null: nothing. */
async function begun(actor: Actor, payment: NamedPayment, correlationId: string): Promise<RowAnswer | null> {
  const wish = { paymentId: payment.id, correlationId, kind: "capture" } as const;
  const operation = await getOperationOf(actor.scope, wish);
  return operation && { said: words[operation.outcome] ?? "pending", operationId: operation.id };
}

async function onChain(actor: Actor, payment: NamedPayment, wish: RowWish): Promise<RowAnswer> {
  const { minor, finish, correlationId } = wish;
  const done = await captureChain(actor, { paymentId: payment.id, minor, finish, correlationId });
  if (!done.ok) return refused(chainRefusals[done.error]);
  const { outcome, operationId, code, text } = done.value;
  if (outcome === "refused") return { said: { code, text }, operationId };
  return { said: outcome === "done" ? "ok" : "pending", operationId };
}

async function onPayment(actor: Actor, payment: NamedPayment, wish: RowWish): Promise<RowAnswer> {
  const { minor, correlationId } = wish;
  const done = await capturePayment(actor, { paymentId: payment.id, minor, correlationId });
  if (!done.ok) return refused(captureRefusals[done.error]);
  return (await begun(actor, payment, correlationId)) ?? refused("not_possible_now");
}

/** CT-18. */
function refusalOf(payment: NamedPayment, { currency, finish }: RowWish): CaptureWord | null {
  if (currency !== payment.currency) return "currency_differs";
  return finish && !payment.hasChain ? "no_renewal" : null;
}

/** The way of a call of `capture.aspx`, for a row of a file. */
export async function captureRow(actor: Actor, wish: RowWish): Promise<RowAnswer> {
  const payment = await findByPayId(actor.scope, wish.websiteId, wish.payId);
  if (payment === null) return refused("pay_id_unknown");
  const refusal = refusalOf(payment, wish);
  if (refusal !== null) return refused(refusal);
  const known = await begun(actor, payment, wish.correlationId);
  if (known !== null) return known;
  return payment.hasChain ? onChain(actor, payment, wish) : onPayment(actor, payment, wish);
}
