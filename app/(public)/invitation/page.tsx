import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { AccountFrame } from "@/app/(public)/account-frame";
import { AcceptForm } from "@/app/(public)/invitation/accept-form";
import { passwordTexts } from "@/app/(public)/password-texts";
import { getInvitation } from "@/lib/features/people/queries";
import { roles } from "@/lib/kernel/access";
import { invitationCaller } from "@/lib/web/link-caller";
import { linkCookie } from "@/lib/web/link-cookie";

export async function generateMetadata(): Promise<Metadata> {
  const title = (await getTranslations("invitation"))("title");
  return { title, robots: { index: false, follow: false }, referrer: "same-origin" };
}

async function formTexts() {
  const t = await getTranslations("invitation");
  const signIn = await getTranslations("signIn");
  const dead = {
    unknown: t("dead.unknown"),
    used: t("dead.used"),
    voided: t("dead.voided"),
    expired: t("dead.expired"),
    unsponsored: t("dead.unsponsored"),
  };
  return {
    email: signIn("email"),
    emailHint: t("emailHint"),
    name: t("name"),
    nameHint: t("nameHint"),
    noName: t("noName"),
    hasAccount: t("hasAccount"),
    submit: t("submit"),
    dead,
  };
}

export default async function InvitationPage() {
  const caller = await invitationCaller(await linkCookie("/invitation").read(), null);
  const invitation = caller === null ? null : await getInvitation(caller.actor.scope, caller.invitationId);
  const t = await getTranslations("invitation");
  const signIn = await getTranslations("signIn");
  const names = await getTranslations("roles");
  if (invitation?.state !== "good") {
    return (
      <AccountFrame title={t("title")}>
        <p className="notice mb-4 text-sm">{t(`dead.${invitation?.state ?? "unknown"}`)}</p>
        <Link href="/sign-in" prefetch={false} className="text-sm text-accent underline">
          {signIn("title")}
        </Link>
      </AccountFrame>
    );
  }
  const { email, name, inviter, merchant } = invitation;
  const role = roles.find((word) => word === invitation.role) ?? "viewer";
  return (
    <AccountFrame title={t("heading", { merchant })}>
      <p className="mb-4 text-sm [overflow-wrap:anywhere] text-soft">
        {t("lead", { inviter, merchant, role: names(role) })}
      </p>
      <AcceptForm
        email={email}
        name={name ?? ""}
        texts={await formTexts()}
        password={await passwordTexts()}
      />
    </AccountFrame>
  );
}
