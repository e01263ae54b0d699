"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { addressOfCustomer, isCalm, meansFields, textOf, withCard } from "@/app/(public)/means";
import { getPayable } from "@/lib/features/data-requests/queries/payable";
import { intentOf } from "@/lib/features/data-requests/model";
import { createPayment } from "@/lib/features/payments/commands/create-payment";
import { ticketCaller } from "@/lib/web/retry-caller";

const PayInput = z.object({ intentId: z.uuid(), ...meansFields }).transform(withCard);

/** What is put behind the address of the page that the customer sees next. */
async function answer(form: FormData, token: string): Promise<string> {
  const address = await addressOfCustomer();
  const caller = ticketCaller("pay", token, address);
  if (!caller.ok) return "";
  if (!isCalm(token, address)) return "?problem=too_many";
  const input = PayInput.safeParse(Object.fromEntries(form));
  if (!input.success) return "?problem=card";
  const { actor, id } = caller.value;
  const payable = await getPayable(actor.scope, id);
  if (payable?.state !== "open") return "?problem=moved";
  const { method, card, intentId } = input.data;
  const { amount, invoiceNumber, websiteId, description, customer } = payable;
  const paid = await createPayment(actor, {
    ...{ websiteId, amount, method, card, invoiceNumber, description },
    intentId: intentOf(id, intentId),
    captureMode: null,
    source: "payment_link",
    customer: { ...customer, country: null },
    correlationId: payable.correlationId,
  });
  if (paid.ok) return "?tried=1";
  return paid.error === "card_not_allowed" ? "?problem=card_not_allowed" : "?problem=moved";
}

/** Of the customer's form; works without script. */
export async function payRequest(form: FormData): Promise<void> {
  const token = textOf(form, "token");
  const next = await answer(form, token);
  redirect(`/pay/${encodeURIComponent(token)}${next}`);
}
