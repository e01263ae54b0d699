import { edgesOf, isFinal, type AnyFlow, type FlowWords } from "@/components/detail/flow-layout";

type MovesProps = {
  readonly flow: AnyFlow;
  readonly from: string;
  readonly words: FlowWords;
  /** Who makes the move, and what must hold. */
  readonly needs: (event: string) => string;
  readonly texts: { readonly final: string; readonly leads: (event: string, to: string) => string };
};

/** Every move out of one status, in words. */
export function FlowMoves({ flow, from, words, needs, texts }: MovesProps) {
  if (isFinal(flow, from)) return <p className="text-sm text-soft">{texts.final}</p>;
  const moves = edgesOf(flow)
    .filter((edge) => edge.from === from)
    .flatMap(({ to, events }) => events.map((event) => ({ event, to })));
  return (
    <ul className="flex flex-col gap-2">
      {moves.map(({ event, to }) => (
        <li key={event} className="text-sm">
          <span className="font-medium">{texts.leads(words.event(event), words.status(to))}</span>{" "}
          <span className="text-soft">{needs(event)}</span>
        </li>
      ))}
    </ul>
  );
}
