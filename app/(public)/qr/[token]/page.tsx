import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { CustomerFrame } from "@/app/(public)/customer-frame";
import { PayFacts } from "@/app/(public)/pay-words";
import { payByCode } from "@/app/(public)/qr/[token]/actions";
import type { MerchantScope } from "@/lib/kernel/access";
import { toMajor } from "@/lib/kernel/money";
import { cellFormat, moneyText } from "@/lib/listing/cells";
import { decideQr } from "@/lib/features/qr-codes/model";
import { getQrCode, getQrTry, type QrView } from "@/lib/features/qr-codes/queries";
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

/** Between what a customer chooses; nothing where the shop set no limit. */
async function sayLimits({ amount, minMinor, maxMinor }: QrView): Promise<string | null> {
  const t = await getTranslations("pay");
  const format = cellFormat(await getLocale(), "UTC");
  const text = (minor: number) => moneyText(format, { minor, currency: amount.currency });
  if (minMinor !== null && maxMinor !== null)
    return t("between", { min: text(minMinor), max: text(maxMinor) });
  if (minMinor !== null) return t("atLeast", { min: text(minMinor) });
  return maxMinor === null ? null : t("atMost", { max: text(maxMinor) });
}

async function QrForm({ code, token, amount }: { code: QrView; token: string; amount: string }) {
  const t = await getTranslations("pay");
  return (
    <form action={payByCode} className="grid gap-3">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="attempt" value={code.attempt?.toString() ?? crypto.randomUUID()} />
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
          <span className="mt-1 block text-xs text-soft">{await sayLimits(code)}</span>
        </label>
      )}
      <button type="submit" className="button button-primary h-11 text-base">
        {code.amountIsChangeable ? t("payIdealOpen") : t("payIdeal", { amount })}
      </button>
    </form>
  );
}

type Outcome = "paid" | "atBank" | "declined";

/** How far the customer's own try is, or the only one that the code allows. */
async function outcomeOf(scope: MerchantScope, code: QrView, tried: Asked[string]): Promise<Outcome | null> {
  const own = typeof tried === "string" && /^[\w-]{1,36}$/.test(tried) ? tried : null;
  const states = [code.state, own === null ? "open" : await getQrTry(scope, code.dataRequestId, own)];
  if (own !== null && states.includes("paid")) return "paid";
  if (states.includes("under_way")) return "atBank";
  return own === null ? null : "declined";
}

const outcomeTones = { paid: "notice-good", atBank: "", declined: "notice-bad" } as const;

type CodeProps = {
  readonly code: QrView;
  readonly token: string;
  readonly outcome: Outcome | null;
  readonly problem: Asked[string];
  readonly isOpen: boolean;
};

async function Code({ code, token, outcome, problem, isOpen }: CodeProps) {
  const t = await getTranslations("pay");
  const said = await getTranslations("retry");
  const amount = moneyText(cellFormat(await getLocale(), "UTC"), code.amount);
  const wrong = problems.find((known) => known === problem);
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
        {outcome !== null && (
          <p className={`notice mb-4 ${outcomeTones[outcome]}`}>
            {outcome === "atBank" ? t("atBank") : said(`said.${outcome}`)}
          </p>
        )}
        {wrong !== undefined && <p className="notice notice-bad mb-4">{t(`problems.${wrong}`)}</p>}
      </div>
      {isOpen && (outcome === null || outcome === "declined") && (
        <QrForm code={code} token={token} amount={amount} />
      )}
    </CustomerFrame>
  );
}

async function Over() {
  const t = await getTranslations("pay");
  return (
    <CustomerFrame title={t("title")}>
      <p className="notice">{t("over")}</p>
    </CustomerFrame>
  );
}

export default async function QrPage({ params, searchParams }: QrRoute) {
  const { token } = await params;
  const asked = await searchParams;
  const caller = await qrCaller(token, null);
  const scope = caller?.actor.scope;
  const code = caller === null ? null : await getQrCode(caller.actor.scope, caller.qrCodeId);
  if (code === null || scope === undefined) return <Over />;
  const isOpen = decideQr(code, requestTime()).ok;
  const outcome = await outcomeOf(scope, code, asked["tried"]);
  if (!isOpen && outcome === null) return <Over />;
  return <Code code={code} token={token} outcome={outcome} problem={asked["problem"]} isOpen={isOpen} />;
}
