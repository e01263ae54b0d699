import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { AccountFrame } from "@/app/(public)/account-frame";
import { passwordTexts } from "@/app/(public)/password-texts";
import { ResetForm } from "@/app/(public)/reset-password/reset-form";
import { linkNow } from "@/lib/features/people/queries";
import { resetCaller } from "@/lib/web/link-caller";
import { linkCookie } from "@/lib/web/link-cookie";

export async function generateMetadata(): Promise<Metadata> {
  const title = (await getTranslations("resetPassword"))("title");
  return { title, robots: { index: false, follow: false }, referrer: "same-origin" };
}

export default async function ResetPasswordPage() {
  const caller = await resetCaller(await linkCookie("/reset-password").read(), null);
  const state = caller === null ? "unknown" : linkNow(caller.times);
  const t = await getTranslations("resetPassword");
  if (caller === null || state !== "good") {
    return (
      <AccountFrame title={t("title")}>
        <p className="notice mb-4 text-sm">{t(`dead.${state === "good" ? "unknown" : state}`)}</p>
        <Link href="/forgot-password" prefetch={false} className="text-sm text-accent underline">
          {t("again")}
        </Link>
      </AccountFrame>
    );
  }
  const dead = {
    unknown: t("dead.unknown"),
    used: t("dead.used"),
    voided: t("dead.voided"),
    expired: t("dead.expired"),
  };
  return (
    <AccountFrame title={t("title")}>
      <p className="mb-4 text-sm [overflow-wrap:anywhere] text-soft">
        {t("lead", { email: caller.account.email })}
      </p>
      <ResetForm
        email={caller.account.email}
        texts={{ submit: t("submit"), again: t("again"), dead }}
        password={await passwordTexts()}
      />
    </AccountFrame>
  );
}
