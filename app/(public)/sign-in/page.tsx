import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AccountFrame } from "@/app/(public)/account-frame";
import { SignInForm } from "@/app/(public)/sign-in/sign-in-form";
import { currentSession } from "@/lib/web/session";

type SignInRoute = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

export default async function SignInPage({ searchParams }: SignInRoute) {
  if ((await currentSession()) !== null) redirect("/");
  const t = await getTranslations("signIn");
  const { changed } = await searchParams;
  return (
    <AccountFrame title={t("title")}>
      <div role="status">{changed === "1" && <p className="notice notice-good mb-4">{t("changed")}</p>}</div>
      <SignInForm
        texts={{
          email: t("email"),
          password: t("password"),
          submit: t("submit"),
          wrong_credentials: t("wrong"),
          too_many_tries: t("throttled"),
        }}
      />
      <p className="mt-4 text-sm">
        <Link href="/forgot-password" prefetch={false} className="text-accent underline">
          {t("forgot")}
        </Link>
      </p>
    </AccountFrame>
  );
}
