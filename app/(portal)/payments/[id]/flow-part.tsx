import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { anchorOf, flowTexts, type FlowTexts } from "@/app/(portal)/help/statuses/flow-words";
import { paymentTones } from "@/app/(portal)/payments/tones";
import { FlowMoves } from "@/components/detail/flow-list";
import { FlowPicture, type Move } from "@/components/detail/flow-picture";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import { paymentFlow, type PaymentStatus } from "@/lib/features/payments/model";

type HistoryRow = {
  readonly event: string;
  readonly fromStatus: string | null;
  readonly toStatus: string;
};

type FlowPartProps = {
  readonly status: PaymentStatus;
  /** Of the payment, not of its refunds. Rows that change no status are passed over. */
  readonly history: readonly HistoryRow[];
};

const movesIn = (history: readonly HistoryRow[]): Move[] =>
  history.flatMap(({ fromStatus: from, toStatus: to }) =>
    from === null || from === to ? [] : [{ from, to }],
  );

const MovesOf = ({ status, texts }: { status: string; texts: FlowTexts }) => (
  <FlowMoves flow={paymentFlow} from={status} words={texts.words} needs={texts.needs} texts={texts.moves} />
);

async function WholeList({ texts }: { texts: FlowTexts }) {
  const t = await getTranslations("flow");
  return (
    <details className="border-t border-line px-4 py-2.5">
      <summary className="text-sm font-medium text-accent">{t("all")}</summary>
      <ul className="mt-3 flex flex-col gap-4">
        {Object.entries(paymentTones).map(([status, tone]) => (
          <li key={status}>
            <p className="mb-1">
              <Status tone={tone} word={texts.words.status(status)} code={status} />
            </p>
            <MovesOf status={status} texts={texts} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** U7: the payment's flow with the path so far, where it stands, and what each next move needs. */
export async function FlowPart({ status, history }: FlowPartProps) {
  const t = await getTranslations("flow");
  const texts = await flowTexts("payment");
  const help = (
    <Link
      href={`/help/statuses#${anchorOf("payment", status)}`}
      prefetch={false}
      className="text-xs font-medium text-accent no-underline hover:underline"
    >
      {t("help")}
    </Link>
  );
  return (
    <Section title={t("title")} aside={help}>
      <FlowPicture
        name="flow-payment"
        flow={paymentFlow}
        words={texts.words}
        tones={paymentTones}
        texts={{ title: t("picture", { name: t("names.payment") }), here: t("here") }}
        here={status}
        taken={movesIn(history)}
      />
      <div className="border-t border-line px-4 py-3">
        <h3 className="mb-2 text-sm font-semibold">{t("now")}</h3>
        <MovesOf status={status} texts={texts} />
      </div>
      <WholeList texts={texts} />
    </Section>
  );
}
