"use server";

import { redirect } from "next/navigation";
import { addressOfCustomer, textOf } from "@/app/(public)/means";
import { resetPassword, type ResetRefusal } from "@/lib/features/people/commands/reset-password";
import { resetCaller } from "@/lib/web/link-caller";
import { linkCookie } from "@/lib/web/link-cookie";

export type ResetState = { readonly refused: ResetRefusal | "unknown" | null };

export async function choosePassword(_before: ResetState, form: FormData): Promise<ResetState> {
  const cookie = linkCookie("/reset-password");
  const caller = await resetCaller(await cookie.read(), await addressOfCustomer());
  if (caller === null) return { refused: "unknown" };
  const done = await resetPassword(caller.actor, caller, textOf(form, "password"));
  if (!done.ok) return { refused: done.error };
  await cookie.forget();
  redirect("/sign-in?changed=1");
}
