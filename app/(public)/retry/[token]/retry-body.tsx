import { getTranslations } from "next-intl/server";
import { payAgain } from "@/app/(public)/retry/[token]/actions";
import { methodsFor, type PaymentMethod } from "@/lib/features/payments/model";
import type { RetryView } from "@/lib/features/payments/queries/get-retry";

type Hidden = { readonly token: string; readonly paymentId: string; readonly intentId: string };

const HiddenFields = ({ values }: { values: Hidden }) =>
  Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);

async function CardForm({ values, amount }: { values: Hidden; amount: string }) {
  const t = await getTranslations("retry");
  const fields = [
    { name: "number", label: t("card.number"), complete: "cc-number", hint: "4111 1111 1111 1111", most: 23 },
    { name: "expiry", label: t("card.expiry"), complete: "cc-exp", hint: "12/30", most: 5 },
    { name: "securityCode", label: t("card.securityCode"), complete: "cc-csc", hint: "123", most: 4 },
  ];
  return (
    <form action={payAgain} className="grid grid-cols-2 gap-3">
      <HiddenFields values={values} />
      <input type="hidden" name="method" value="card" />
      {fields.map(({ name, label, complete, hint, most }) => (
        <label key={name} className={name === "number" ? "col-span-2" : ""}>
          <span className="label">{label}</span>
          <input
            name={name}
            required
            inputMode="numeric"
            autoComplete={complete}
            placeholder={hint}
            maxLength={most}
            className="numbers field h-10 text-base"
          />
        </label>
      ))}
      <button type="submit" className="button button-primary col-span-2 h-11 text-base">
        {t("pay", { amount })}
      </button>
    </form>
  );
}

async function BankForm({ values, currency }: { values: Hidden; currency: string }) {
  const t = await getTranslations("retry");
  const words = await getTranslations("payments");
  const banks = methodsFor(currency).filter(
    (method): method is Exclude<PaymentMethod, "card"> => method !== "card",
  );
  return (
    <form action={payAgain}>
      <HiddenFields values={values} />
      <fieldset>
        <legend className="label">{t("banks")}</legend>
        <div className="grid grid-cols-2 gap-2">
          {banks.map((method) => (
            <button key={method} type="submit" name="method" value={method} className="button h-11 text-base">
              {words(`values.method.${method}`)}
            </button>
          ))}
        </div>
      </fieldset>
    </form>
  );
}

export const retryProblems = ["too_many", "card", "card_not_allowed", "moved"] as const;
type RetryProblem = (typeof retryProblems)[number];

type BodyProps = {
  readonly view: RetryView;
  readonly token: string;
  readonly amount: string;
  readonly problem: RetryProblem | null;
  /** The customer comes from an attempt of this page. */
  readonly hasTried: boolean;
};

/** What has become of the order so far, in one sentence with its tone; null before anything was tried. */
function outcomeOf({ view, problem, hasTried }: BodyProps) {
  if (view.isPaid) return { tone: "notice-good", key: "paid" } as const;
  if (problem !== null) return { tone: "notice-bad", key: problem } as const;
  if (view.status === "pending" || view.status === "started") return { tone: "", key: "atBank" } as const;
  if (view.refusal !== null) return { tone: "", key: "over" } as const;
  return hasTried ? ({ tone: "notice-bad", key: "declined" } as const) : null;
}

export async function RetryBody(props: BodyProps) {
  const { view, token, amount } = props;
  const t = await getTranslations("retry");
  const values = { token, paymentId: view.paymentId, intentId: crypto.randomUUID() };
  const outcome = outcomeOf(props);
  const mayTryAgain = !view.isPaid && view.refusal === null;
  return (
    <>
      <dl className="numbers mb-4 text-sm">
        {view.orderReference !== null && (
          <div className="flex gap-2 py-0.5">
            <dt className="w-24 flex-none text-soft">{t("order")}</dt>
            <dd className="min-w-0 [overflow-wrap:anywhere]">{view.orderReference}</dd>
          </div>
        )}
        <div className="flex gap-2 py-0.5">
          <dt className="w-24 flex-none text-soft">{t("amount")}</dt>
          <dd className="text-lg font-semibold">{amount}</dd>
        </div>
      </dl>
      <div role="status">
        {outcome !== null && <p className={`notice mb-4 ${outcome.tone}`}>{t(`said.${outcome.key}`)}</p>}
      </div>
      {mayTryAgain && (
        <div className="flex flex-col gap-5">
          <CardForm values={values} amount={amount} />
          <BankForm values={values} currency={view.amount.currency} />
        </div>
      )}
    </>
  );
}
