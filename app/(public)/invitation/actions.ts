"use server";

import { AuthError } from "next-auth";
import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { signIn } from "@/app/api/auth/[...nextauth]/auth";
import { addressOfCustomer, textOf } from "@/app/(public)/means";
import {
  AcceptInput,
  acceptInvitation,
  type AcceptRefusal,
} from "@/lib/features/people/commands/accept-invitation";
import { getInvitation } from "@/lib/features/people/queries";
import { invitationCaller } from "@/lib/web/link-caller";
import { linkCookie } from "@/lib/web/link-cookie";

export type AcceptState = { readonly refused: AcceptRefusal | "unknown" | "no_name" | null };

/** Signs in with what was just chosen, as everybody does. */
async function enter(email: string, password: string): Promise<void> {
  try {
    await signIn("credentials", { email, password, redirectTo: "/" });
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    redirect("/sign-in");
  }
}

export async function accept(_before: AcceptState, form: FormData): Promise<AcceptState> {
  const cookie = linkCookie("/invitation");
  const caller = await invitationCaller(await cookie.read(), await addressOfCustomer());
  if (caller === null) return { refused: "unknown" };
  const input = AcceptInput.safeParse({ name: textOf(form, "name"), password: textOf(form, "password") });
  if (!input.success) return { refused: textOf(form, "name").trim() === "" ? "no_name" : "too_long" };
  const { actor, invitationId } = caller;
  const { email } = await getInvitation(actor.scope, invitationId);
  const about = { invitationId, email, locale: await getLocale() };
  const joined = await acceptInvitation(actor, about, input.data);
  if (!joined.ok) return { refused: joined.error };
  await cookie.forget();
  await enter(joined.value.email, input.data.password);
  return { refused: null };
}
