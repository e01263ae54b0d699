import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { CustomerFrame } from "@/app/(public)/customer-frame";
import { BankForm, CardForm } from "@/app/(public)/pay-forms";
import { PayFacts, PaySaid } from "@/app/(public)/pay-words";
import { payRequest } from "@/app/(public)/pay/[token]/actions";
import { cellFormat, moneyText } from "@/lib/listing/cells";
import { getPayable, type Payable } from "@/lib/features/data-requests/queries/payable";
import { ticketCaller } from "@/lib/web/retry-caller";

type PayRoute = {
  readonly params: Promise<{ readonly token: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The address is a secret of the customer; see the page for retries. */
export async function generateMetadata(): Promise<Metadata> {
  return {
    title: (await getTranslations("pay"))("title"),
    robots: { index: false, follow: false },
    referrer: "same-origin",
  };
}

async function findPayable(token: string): Promise<Payable | null> {
  const caller = ticketCaller("pay", token, null);
  return caller.ok ? getPayable(caller.value.actor.scope, caller.value.id) : null;
}

export default async function PayPage({ params, searchParams }: PayRoute) {
  const { token } = await params;
  const asked = await searchParams;
  const payable = await findPayable(token);
  const t = await getTranslations("pay");
  if (payable === null || payable.state === "over")
    return (
      <CustomerFrame title={t("title")}>
        <p className="notice">{t("over")}</p>
      </CustomerFrame>
    );
  const amount = moneyText(cellFormat(await getLocale(), "UTC"), payable.amount);
  const values = { token, attempt: payable.attempt.toString() };
  return (
    <CustomerFrame title={t("heading", { shop: payable.shop })}>
      <PayFacts
        facts={[
          [t("invoice"), payable.invoiceNumber],
          [t("for"), payable.description],
          [t("amount"), payable.amount.minor > 0 ? amount : null],
        ]}
      />
      <PaySaid
        isPaid={payable.state === "paid"}
        isUnderWay={payable.state === "under_way"}
        hasTried={asked["tried"] === "1"}
        problem={asked["problem"]}
      />
      {payable.state === "open" && (
        <div className="flex flex-col gap-5">
          <CardForm action={payRequest} values={values} amount={amount} />
          <BankForm action={payRequest} values={values} currency={payable.amount.currency} />
        </div>
      )}
    </CustomerFrame>
  );
}
