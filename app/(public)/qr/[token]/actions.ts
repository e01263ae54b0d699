"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { addressOfCustomer, isCalm, textOf } from "@/app/(public)/means";
import type { Actor } from "@/lib/kernel/access";
import { fromMajor } from "@/lib/kernel/money";
import { intentOf } from "@/lib/features/data-requests/model";
import { createFollowingPayment } from "@/lib/features/payments/commands/create-payment";
import { decideQr, decideQrAmount } from "@/lib/features/qr-codes/model";
import { getQrCode, type QrView } from "@/lib/features/qr-codes/queries";
import { qrCaller } from "@/lib/web/qr-caller";
import { requestTime } from "@/lib/web/request-time";

const attempt = z.union([z.uuid(), z.string().regex(/^\d{1,4}$/)]);
const QrInput = z.object({ attempt, amount: z.string().max(20).optional() });
type Wish = z.output<typeof QrInput>;

/** What the customer typed, where the code lets them; its own amount otherwise. */
function amountOf(code: QrView, typed: string | undefined) {
  if (typed === undefined) return decideQrAmount(code, code.amount.minor);
  const wished = fromMajor(typed.replace(",", "."), code.amount.currency);
  return wished.ok ? decideQrAmount(code, wished.value.minor) : wished;
}

/** A code for one payment numbers its tries, any other leaves it to the form. */
const isNextTry = (code: QrView, wish: Wish) =>
  code.attempt === null ? z.uuid().safeParse(wish.attempt).success : wish.attempt === code.attempt.toString();

async function pay(actor: Actor, code: QrView, wish: Wish): Promise<string> {
  const tried = `?tried=${wish.attempt}`;
  if (!isNextTry(code, wish)) return tried;
  const amount = amountOf(code, wish.amount);
  if (!amount.ok) return "?problem=amount";
  if (!decideQr(code, requestTime()).ok) return "?problem=moved";
  const paid = await createFollowingPayment(actor, {
    websiteId: code.websiteId,
    intentId: intentOf(code.dataRequestId, wish.attempt),
    amount: amount.value,
    method: "ideal",
    card: null,
    orderReference: code.purchaseId,
    description: code.description,
    captureMode: null,
    source: "payment_link",
    pushAddresses: code.pushAddresses,
  });
  return paid.ok || paid.error === "intent_used" ? tried : "?problem=moved";
}

/** What is put behind the address of the page that the customer sees next. */
async function answer(form: FormData, token: string): Promise<string> {
  const address = await addressOfCustomer();
  const caller = await qrCaller(token, address);
  if (caller === null) return "";
  if (!isCalm(token, address)) return "?problem=too_many";
  const input = QrInput.safeParse(Object.fromEntries(form));
  const code = await getQrCode(caller.actor.scope, caller.qrCodeId);
  return code === null || !input.success ? "?problem=moved" : pay(caller.actor, code, input.data);
}

/** Of the customer's form; works without script. */
export async function payByCode(form: FormData): Promise<void> {
  const token = textOf(form, "token");
  const next = await answer(form, token);
  redirect(`/qr/${encodeURIComponent(token)}${next}`);
}
