import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { anchorOf, flowTables, flowTexts, type FlowTexts } from "@/app/(portal)/help/statuses/flow-words";
import { FlowMoves } from "@/components/detail/flow-list";
import { FlowPicture, type Move } from "@/components/detail/flow-picture";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";

type HistoryRow = { readonly fromStatus: string | null; readonly toStatus: string };
type DrawnFlow = "payment" | "data_request";

type FlowPartProps = {
  readonly name: DrawnFlow;
  readonly status: string;
  /** Of the thing itself, not of its parts. Rows that change no status are passed over. */
  readonly history: readonly HistoryRow[];
};

const movesIn = (history: readonly HistoryRow[]): Move[] =>
  history.flatMap(({ fromStatus: from, toStatus: to }) =>
    from === null || from === to ? [] : [{ from, to }],
  );

type ListProps = { readonly name: DrawnFlow; readonly texts: FlowTexts };

const MovesOf = ({ name, status, texts }: ListProps & { status: string }) => (
  <FlowMoves
    flow={flowTables[name].flow}
    from={status}
    words={texts.words}
    needs={texts.needs}
    texts={texts.moves}
  />
);

async function WholeList({ name, texts }: ListProps) {
  const t = await getTranslations("flow");
  return (
    <details className="border-t border-line px-4 py-2.5">
      <summary className="text-sm font-medium text-accent">{t("all")}</summary>
      <ul className="mt-3 flex flex-col gap-4">
        {Object.entries(flowTables[name].tones).map(([status, tone]) => (
          <li key={status}>
            <p className="mb-1">
              <Status tone={tone} word={texts.words.status(status)} code={status} />
            </p>
            <MovesOf name={name} status={status} texts={texts} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** U7: the flow of one thing with the path so far, where it stands, and what each next move needs. */
export async function FlowPart({ name, status, history }: FlowPartProps) {
  const t = await getTranslations("flow");
  const texts = await flowTexts(name);
  const help = (
    <Link
      href={`/help/statuses#${anchorOf(name, status)}`}
      prefetch={false}
      className="text-xs font-medium text-accent no-underline hover:underline"
    >
      {t("help")}
    </Link>
  );
  return (
    <Section title={t(`titles.${name}`)} aside={help}>
      <FlowPicture
        name={`flow-${name}`}
        flow={flowTables[name].flow}
        words={texts.words}
        tones={flowTables[name].tones}
        texts={{ title: t("picture", { name: t(`names.${name}`) }), here: t("here") }}
        here={status}
        taken={movesIn(history)}
      />
      <div className="border-t border-line px-4 py-3">
        <h3 className="mb-2 text-sm font-semibold">{t("now")}</h3>
        <MovesOf name={name} status={status} texts={texts} />
      </div>
      <WholeList name={name} texts={texts} />
    </Section>
  );
}
