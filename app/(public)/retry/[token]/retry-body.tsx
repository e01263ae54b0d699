import { getTranslations } from "next-intl/server";
import { BankForm, CardForm } from "@/app/(public)/pay-forms";
import { payAgain } from "@/app/(public)/retry/[token]/actions";
import type { RetryView } from "@/lib/features/payments/queries/get-retry";

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
          <CardForm action={payAgain} values={values} amount={amount} />
          <BankForm action={payAgain} values={values} currency={view.amount.currency} />
        </div>
      )}
    </>
  );
}
