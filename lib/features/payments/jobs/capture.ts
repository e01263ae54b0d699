import { capture } from "@/lib/features/payments/commands/capture";
import { reverseAuthorisation } from "@/lib/features/payments/commands/reverse";
import { claim } from "@/lib/platform/outbox";

/** Goes on with a capture that was decided, or repeats one whose answer was lost. */
export async function capturePayment(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("payment.capture", payload);
  const captured = await capture(actor, { paymentId: ids.paymentId });
  if (!captured.ok && captured.error === "not_found") throw new Error(`no payment ${ids.paymentId}`);
}

export async function reversePayment(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("payment.reverse", payload);
  await reverseAuthorisation(actor, ids);
}
