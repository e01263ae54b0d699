"use server";

import { cookies } from "next/headers";
import { signOut } from "@/app/api/auth/[...nextauth]/auth";
import { chooseLanguage } from "@/lib/features/people/commands/profile";
import { switchMerchant } from "@/lib/features/people/commands/sessions";
import { isLocale } from "@/lib/kernel/locale";
import { currentSession, requireSession } from "@/lib/web/session";

/** The cookie keeps the language for the sign-in page. */
export async function speak(locale: string): Promise<void> {
  if (!isLocale(locale)) return;
  (await cookies()).set("locale", locale, { maxAge: 365 * 24 * 3600, sameSite: "lax", path: "/" });
  const session = await currentSession();
  if (session !== null) await chooseLanguage(session.actor, { locale });
}

export async function enterMerchant(merchantId: string): Promise<void> {
  const { actor, id: sessionId } = await requireSession();
  await switchMerchant(actor, { merchantId, sessionId });
}

export async function leave(): Promise<void> {
  await signOut({ redirectTo: "/sign-in" });
}
