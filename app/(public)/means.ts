import { headers } from "next/headers";
import { z } from "zod";
import { paymentMethods, type PaymentMethod } from "@/lib/features/payments/model";
import { mayTry } from "@/lib/web/retry-limit";

/** How a customer pays, as the forms of our pages send it. */
export const meansFields = {
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
};

type Means = {
  readonly method: PaymentMethod;
  readonly number?: string | undefined;
  readonly expiry?: string | undefined;
  readonly securityCode?: string | undefined;
};

/** The card with its three fields, or null for another method; a card that is not whole is a problem. */
export function withCard<T extends Means>(
  { number, expiry, securityCode, ...rest }: T,
  context: z.RefinementCtx,
) {
  if (rest.method !== "card") return { ...rest, card: null };
  if (number === undefined || expiry === undefined || securityCode === undefined) {
    context.addIssue({ code: "custom", path: ["number"], message: "card_missing" });
    return z.NEVER;
  }
  return { ...rest, card: { number, expiry, securityCode } };
}

export const textOf = (form: FormData, name: string) => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

const perLink = 10;
const perAddress = 40;

/** Who tries cards by the dozen is asked to wait. */
export const isCalm = (token: string, address: string | null): boolean =>
  mayTry(`link ${token}`, perLink) && mayTry(`address ${address ?? ""}`, perAddress);

export const addressOfCustomer = async (): Promise<string | null> =>
  (await headers()).get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64) ?? null;
