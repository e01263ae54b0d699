"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { methodsFor, paymentMethods } from "@/lib/features/payments/model";
import { getRetry } from "@/lib/features/payments/queries/get-retry";
import { retryPayment } from "@/lib/features/payments/commands/retry-payment";
import { retryCaller, type RetryCaller } from "@/lib/web/retry-caller";
import { mayTry } from "@/lib/web/retry-limit";

const RetryInput = z
  .object({
    token: z.string().max(300),
    paymentId: z.uuid(),
    intentId: z.uuid(),
    method: z.enum(paymentMethods),
    number: z
      .string()
      .transform((text) => text.replace(/[\s-]/g, ""))
      .pipe(z.string().regex(/^\d{12,19}$/))
      .optional(),
    expiry: z
      .string()
      .trim()
      .regex(/^\d{2}\/\d{2}$/)
      .optional(),
    securityCode: z
      .string()
      .trim()
      .regex(/^\d{3,4}$/)
      .optional(),
  })
  .transform(({ number, expiry, securityCode, ...rest }, context) => {
    if (rest.method !== "card") return { ...rest, card: null };
    if (number === undefined || expiry === undefined || securityCode === undefined) {
      context.addIssue({ code: "custom", path: ["number"], message: "card_missing" });
      return z.NEVER;
    }
    return { ...rest, card: { number, expiry, securityCode } };
  });

const perLink = 10;
const perAddress = 40;

const textOf = (form: FormData, name: string) => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

type Attempt = { readonly token: string; readonly address: string | null };

const isCalm = ({ token, address }: Attempt) =>
  mayTry(`link ${token}`, perLink) && mayTry(`address ${address ?? ""}`, perAddress);

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
  if (!isCalm(tried)) return "?problem=too_many";
  const input = RetryInput.safeParse(Object.fromEntries(form));
  return input.success ? attempt(caller.value, input.data) : "?problem=card";
}

/** Of the customer's form; works without script: every way ends in the page again, which says what came of it. */
export async function payAgain(form: FormData): Promise<void> {
  const token = textOf(form, "token");
  const address = (await headers()).get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64) ?? null;
  const next = await answer(form, { token, address });
  redirect(`/retry/${encodeURIComponent(token)}${next}`);
}
