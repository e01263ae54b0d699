import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { AccountFrame } from "@/app/(public)/account-frame";
import { AskForm } from "@/app/(public)/forgot-password/ask-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("forgotPassword"))("title") };
}

export default async function ForgotPasswordPage() {
  const t = await getTranslations("forgotPassword");
  const signIn = await getTranslations("signIn");
  return (
    <AccountFrame title={t("title")}>
      <AskForm
        texts={{
          email: signIn("email"),
          hint: t("hint"),
          submit: t("submit"),
          asked: t("asked", { email: "{email}" }),
          askedMore: t("askedMore"),
          invalid: t("invalid"),
          too_soon: t("tooSoon"),
          too_many: t("tooMany"),
        }}
      />
      <p className="mt-4 text-sm">
        <Link href="/sign-in" prefetch={false} className="text-accent underline">
          {t("back")}
        </Link>
      </p>
    </AccountFrame>
  );
}
