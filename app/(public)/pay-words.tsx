import { getTranslations } from "next-intl/server";

const problems = ["too_many", "card", "card_not_allowed", "moved"] as const;

type Said = {
  readonly isPaid: boolean;
  readonly isUnderWay: boolean;
  readonly hasTried: boolean;
  readonly problem: string | string[] | undefined;
};

function outcomeOf({ isPaid, isUnderWay, hasTried, problem }: Said) {
  if (isPaid) return { tone: "notice-good", key: "paid" } as const;
  const known = problems.find((one) => one === problem);
  if (known !== undefined) return { tone: "notice-bad", key: known } as const;
  if (isUnderWay) return { tone: "", key: "atBank" } as const;
  return hasTried ? ({ tone: "notice-bad", key: "declined" } as const) : null;
}

/** What came of the last try, in one sentence. */
export async function PaySaid(said: Said) {
  const t = await getTranslations("retry");
  const outcome = outcomeOf(said);
  return (
    <div role="status">
      {outcome !== null && <p className={`notice mb-4 ${outcome.tone}`}>{t(`said.${outcome.key}`)}</p>}
    </div>
  );
}

/** What is to be paid, line by line; lines without a value are left out. */
export const PayFacts = ({ facts }: { facts: readonly (readonly [string, string | null])[] }) => (
  <dl className="numbers mb-4 text-sm">
    {facts.map(([name, value]) =>
      value === null ? null : (
        <div key={name} className="flex gap-2 py-0.5">
          <dt className="w-28 flex-none text-soft">{name}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ),
    )}
  </dl>
);
