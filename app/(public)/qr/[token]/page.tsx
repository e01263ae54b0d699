import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { CustomerFrame } from "@/app/(public)/customer-frame";
import { PayFacts } from "@/app/(public)/pay-words";
import { payByCode } from "@/app/(public)/qr/[token]/actions";
import { toMajor } from "@/lib/kernel/money";
import { cellFormat, moneyText } from "@/lib/listing/cells";
import { decideQr } from "@/lib/features/qr-codes/model";
import { getQrCode, type QrView } from "@/lib/features/qr-codes/queries";
import { qrCaller } from "@/lib/web/qr-caller";
import { requestTime } from "@/lib/web/request-time";

type Asked = Record<string, string | string[] | undefined>;
type QrRoute = {
  readonly params: Promise<{ readonly token: string }>;
  readonly searchParams: Promise<Asked>;
};

const problems = ["too_many", "moved", "amount"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: (await getTranslations("pay"))("title"),
    robots: { index: false, follow: false },
    referrer: "same-origin",
  };
}

async function QrForm({ code, token, amount }: { code: QrView; token: string; amount: string }) {
  const t = await getTranslations("pay");
  return (
    <form action={payByCode} className="grid gap-3">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="intentId" value={crypto.randomUUID()} />
      {code.amountIsChangeable && (
        <label>
          <span className="label">{t("amountOf", { currency: code.amount.currency })}</span>
          <input
            name="amount"
            required
            inputMode="decimal"
            defaultValue={toMajor(code.amount)}
            maxLength={20}
            className="numbers field h-10 text-base"
          />
        </label>
      )}
      <button type="submit" className="button button-primary h-11 text-base">
        {code.amountIsChangeable ? t("payIdealOpen") : t("payIdeal", { amount })}
      </button>
    </form>
  );
}

type CodeProps = { readonly code: QrView; readonly token: string; readonly asked: Asked };

async function Code({ code, token, asked }: CodeProps) {
  const t = await getTranslations("pay");
  const amount = moneyText(cellFormat(await getLocale(), "UTC"), code.amount);
  const problem = problems.find((known) => known === asked["problem"]);
  const hasTried = asked["tried"] === "1";
  return (
    <CustomerFrame title={t("heading", { shop: code.shop })}>
      <PayFacts
        facts={[
          [t("for"), code.description],
          [t("purchase"), code.purchaseId],
          [t("amount"), code.amountIsChangeable ? null : amount],
        ]}
      />
      <div role="status">
        {hasTried && <p className="notice mb-4">{t("atBank")}</p>}
        {problem !== undefined && <p className="notice notice-bad mb-4">{t(`problems.${problem}`)}</p>}
      </div>
      {!hasTried && <QrForm code={code} token={token} amount={amount} />}
    </CustomerFrame>
  );
}

export default async function QrPage({ params, searchParams }: QrRoute) {
  const { token } = await params;
  const asked = await searchParams;
  const caller = await qrCaller(token, null);
  const code = caller === null ? null : await getQrCode(caller.actor.scope, caller.qrCodeId);
  const isShown = code !== null && (asked["tried"] === "1" || decideQr(code, requestTime()).ok);
  if (isShown) return <Code code={code} token={token} asked={asked} />;
  const t = await getTranslations("pay");
  return (
    <CustomerFrame title={t("title")}>
      <p className="notice">{t("over")}</p>
    </CustomerFrame>
  );
}
