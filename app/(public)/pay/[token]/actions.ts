"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { addressOfCustomer, isCalm, meansFields, textOf, withCard } from "@/app/(public)/means";
import type { Actor } from "@/lib/kernel/access";
import { getPayable, type Payable } from "@/lib/features/data-requests/queries/payable";
import { intentOf } from "@/lib/features/data-requests/model";
import { createFollowingPayment } from "@/lib/features/payments/commands/create-payment";
import { ticketCaller } from "@/lib/web/retry-caller";

const attempt = z.string().regex(/^\d{1,4}$/);
const PayInput = z.object({ attempt, ...meansFields }).transform(withCard);
type Pay = z.output<typeof PayInput>;

/** A form that was sent twice, or from another tab, finds that its try has begun: the page says what came of it. */
async function pay(actor: Actor, payable: Payable, wish: Pay): Promise<string> {
  if (wish.attempt !== payable.attempt.toString()) return "?tried=1";
  if (payable.state !== "open") return "?problem=moved";
  const { method, card } = wish;
  const {
    dataRequestId,
    amount,
    invoiceNumber,
    websiteId,
    description,
    customer,
    correlationId,
    pushAddresses,
  } = payable;
  const paid = await createFollowingPayment(actor, {
    ...{ websiteId, amount, method, card, invoiceNumber, description, correlationId, pushAddresses },
    intentId: intentOf(dataRequestId, wish.attempt),
    captureMode: null,
    source: "payment_link",
    customer: { ...customer, country: null },
  });
  if (paid.ok || paid.error === "intent_used") return "?tried=1";
  return paid.error === "card_not_allowed" ? "?problem=card_not_allowed" : "?problem=moved";
}

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
  return payable === null ? "?problem=moved" : pay(actor, payable, input.data);
}

/** Of the customer's form; works without script. */
export async function payRequest(form: FormData): Promise<void> {
  const token = textOf(form, "token");
  const next = await answer(form, token);
  redirect(`/pay/${encodeURIComponent(token)}${next}`);
}
