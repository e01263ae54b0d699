import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { RetryBody, retryProblems } from "@/app/(public)/retry/[token]/retry-body";
import { cellFormat, moneyText } from "@/lib/listing/cells";
import { getRetry } from "@/lib/features/payments/queries/get-retry";
import { retryCaller } from "@/lib/web/retry-caller";
import type { ReactNode } from "react";

type RetryRoute = {
  readonly params: Promise<{ readonly token: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/**
 * The address is a secret of the customer: no search engine keeps it, no other site is told of it. Our own is:
 * with `no-referrer` a browser without script sends `Origin: null`, and Next refuses the form.
 */
export async function generateMetadata(): Promise<Metadata> {
  return {
    title: (await getTranslations("retry"))("title"),
    robots: { index: false, follow: false },
    referrer: "same-origin",
  };
}

const Frame = ({ title, children }: { title: string; children: ReactNode }) => (
  <main id="main" className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
    <section className="panel w-full max-w-md p-6 shadow-raised">
      <h1 className="mb-4 text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">{title}</h1>
      {children}
    </section>
  </main>
);

async function Dead({ reason }: { reason: "forged" | "expired" | "gone" }) {
  const t = await getTranslations("retry");
  return (
    <Frame title={t("title")}>
      <p className="notice">{t(`dead.${reason}`)}</p>
    </Frame>
  );
}

export default async function RetryPage({ params, searchParams }: RetryRoute) {
  const { token } = await params;
  const caller = retryCaller(token, null);
  if (!caller.ok) return <Dead reason={caller.error} />;
  const view = await getRetry(caller.value.actor.scope, caller.value.paymentId);
  if (view === null) return <Dead reason="gone" />;
  const asked = await searchParams;
  const t = await getTranslations("retry");
  return (
    <Frame title={t("heading", { shop: view.shop })}>
      <RetryBody
        view={view}
        token={token}
        amount={moneyText(cellFormat(await getLocale(), "UTC"), view.amount)}
        problem={retryProblems.find((problem) => problem === asked["problem"]) ?? null}
        hasTried={asked["tried"] === "1"}
      />
      <p className="mt-5 text-xs text-faint">{t("foot")}</p>
    </Frame>
  );
}
