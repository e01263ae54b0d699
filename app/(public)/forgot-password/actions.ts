"use server";

import { getLocale } from "next-intl/server";
import { after } from "next/server";
import { addressOfCustomer, textOf } from "@/app/(public)/means";
import {
  AskResetInput,
  countResetWish,
  sendReset,
  type WishRefusal,
} from "@/lib/features/people/commands/reset-password";
import { accountCaller } from "@/lib/web/link-caller";

export type AskState =
  | { readonly status: "idle" | "invalid" | WishRefusal }
  | { readonly status: "asked"; readonly email: string };

/** Whether there is such an account is looked up after the answer has gone: neither its words nor its time tell. */
export async function askForReset(_before: AskState, form: FormData): Promise<AskState> {
  const input = AskResetInput.safeParse({ email: textOf(form, "email").trim() });
  if (!input.success) return { status: "invalid" };
  const { email } = input.data;
  const [address, locale] = [await addressOfCustomer(), await getLocale()];
  const counted = await countResetWish({ email, address: address ?? "unknown" });
  if (!counted.ok) return { status: counted.error };
  after(async () => {
    const caller = await accountCaller(email, address);
    if (caller !== null) await sendReset(caller.actor, caller.account, locale);
  });
  return { status: "asked", email };
}
