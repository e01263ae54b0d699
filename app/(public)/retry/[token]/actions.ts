"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { addressOfCustomer, isCalm, meansFields, textOf, withCard } from "@/app/(public)/means";
import { methodsFor } from "@/lib/features/payments/model";
import { getRetry } from "@/lib/features/payments/queries/get-retry";
import { retryPayment } from "@/lib/features/payments/commands/retry-payment";
import { retryCaller, type RetryCaller } from "@/lib/web/retry-caller";

const RetryInput = z
  .object({ token: z.string().max(300), paymentId: z.uuid(), intentId: z.uuid(), ...meansFields })
  .transform(withCard);

type Attempt = { readonly token: string; readonly address: string | null };

async function attempt(
  { actor, paymentId: first }: RetryCaller,
  wish: z.output<typeof RetryInput>,
): Promise<string> {
  const { paymentId, method, card } = wish;
  const order = await getRetry(actor.scope, first);
  // The link opens one order: its form cannot give up a payment of another.
  if (order?.attempts.includes(paymentId) !== true) return "?problem=moved";
  if (!methodsFor(order.amount.currency).includes(method)) return "?problem=moved";
  const intentId = `retry-${paymentId}-${wish.intentId}`;
  const tried = await retryPayment(actor, { paymentId, method, card, intentId });
  if (tried.ok) return "?tried=1";
  return tried.error === "card_not_allowed" ? "?problem=card_not_allowed" : "?problem=moved";
}

/** What is put behind the address of the page that the customer sees next. */
async function answer(form: FormData, tried: Attempt): Promise<string> {
  const caller = retryCaller(tried.token, tried.address);
  if (!caller.ok) return "";
  if (!isCalm(tried.token, tried.address)) return "?problem=too_many";
  const input = RetryInput.safeParse(Object.fromEntries(form));
  return input.success ? attempt(caller.value, input.data) : "?problem=card";
}

/** Of the customer's form; works without script: every way ends in the page again, which says what came of it. */
export async function payAgain(form: FormData): Promise<void> {
  const token = textOf(form, "token");
  const address = await addressOfCustomer();
  const next = await answer(form, { token, address });
  redirect(`/retry/${encodeURIComponent(token)}${next}`);
}
