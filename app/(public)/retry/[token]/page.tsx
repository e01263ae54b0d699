import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { CustomerFrame } from "@/app/(public)/customer-frame";
import { RetryBody, retryProblems } from "@/app/(public)/retry/[token]/retry-body";
import { cellFormat, moneyText } from "@/lib/listing/cells";
import { getRetry } from "@/lib/features/payments/queries/get-retry";
import { retryCaller } from "@/lib/web/retry-caller";

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

async function Dead({ reason }: { reason: "forged" | "expired" | "gone" }) {
  const t = await getTranslations("retry");
  return (
    <CustomerFrame title={t("title")}>
      <p className="notice">{t(`dead.${reason}`)}</p>
    </CustomerFrame>
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
    <CustomerFrame title={t("heading", { shop: view.shop })}>
      <RetryBody
        view={view}
        token={token}
        amount={moneyText(cellFormat(await getLocale(), "UTC"), view.amount)}
        problem={retryProblems.find((problem) => problem === asked["problem"]) ?? null}
        hasTried={asked["tried"] === "1"}
      />
      <p className="mt-5 text-xs text-faint">{t("foot")}</p>
    </CustomerFrame>
  );
}
