import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { moneyIn, type ChainProps } from "@/app/(portal)/authorisations/[id]/chain-words";
import { Facts, type Fact } from "@/components/detail/facts";
import { isLive, remainingMinor } from "@/lib/features/authorisations/model";

/** What was held, taken, given up and given back. */
export async function MoneyFacts(props: ChainProps) {
  const t = await getTranslations("authorisation");
  const words = await getTranslations("authorisations");
  const { chain, creditedMinor } = props.detail;
  const money = moneyIn(props);
  const some = (minor: number) => (minor === 0 ? null : money(minor));
  const facts: Fact[] = [
    { label: words("columns.original"), value: money(chain.originalMinor) },
    { label: words("columns.captured"), value: money(chain.capturedMinor) },
    { label: words("columns.remaining"), value: money(remainingMinor(chain)) },
    { label: t("facts.reserved"), value: money(chain.reservedMinor) },
    { label: t("facts.lapsed"), value: some(chain.lapsedMinor) },
    { label: t("facts.credited"), value: some(creditedMinor) },
  ];
  return <Facts title={t("parts.money")} copy={(await getTranslations("app"))("copy")} facts={facts} />;
}

/** When it is renewed, how often it was, and when that ends. */
export async function PlanFacts({ detail, writing }: ChainProps) {
  const t = await getTranslations("authorisation");
  const words = await getTranslations("authorisations");
  const { chain } = detail;
  const time = (at: Date | null) => at && writing.exact(at);
  const facts: Fact[] = [
    { label: words("columns.nextRenewal"), value: time(chain.splitAt ?? chain.nextRenewalAt) },
    { label: t("facts.hopeRun"), value: time(chain.hopeRunAt) },
    { label: words("columns.renewals"), value: writing.format.count(chain.renewals) },
    { label: words("columns.stopsAt"), value: isLive(chain) ? time(chain.stopAt) : null },
    { label: words("columns.ends"), value: time(chain.reservedMinor > 0 ? chain.reservedUntil : null) },
    { label: t("facts.firstAuthorised"), value: time(chain.firstAuthorisedAt) },
    { label: t("facts.lastAuthorised"), value: time(chain.lastAuthorisedAt) },
  ];
  return <Facts title={t("parts.plan")} copy={(await getTranslations("app"))("copy")} facts={facts} />;
}

/** By which names it is known, and what the bank said last. */
export async function AnswerFacts({ detail, writing }: ChainProps) {
  const t = await getTranslations("authorisation");
  const words = await getTranslations("authorisations");
  const { lastCode, lastText, lastAnswerAt, paymentId } = detail;
  const answer = [lastCode, lastText].filter((part) => part !== null).join(" ");
  const facts: Fact[] = [
    { label: words("columns.lastAnswer"), value: answer === "" ? null : answer },
    { label: t("facts.answeredAt"), value: lastAnswerAt && writing.exact(lastAnswerAt) },
    { label: words("columns.transId"), value: detail.transId },
    { label: words("columns.refNr"), value: detail.refNr },
    { label: t("facts.payId"), value: detail.payId, mono: true },
    {
      label: words("columns.id"),
      value: paymentId,
      mono: true,
      shown: (
        <Link href={`/payments/${paymentId}`} prefetch={false} className="text-accent underline">
          {paymentId}
        </Link>
      ),
    },
    { label: words("columns.website"), value: detail.website.name },
  ];
  return <Facts title={t("parts.names")} copy={(await getTranslations("app"))("copy")} facts={facts} />;
}
