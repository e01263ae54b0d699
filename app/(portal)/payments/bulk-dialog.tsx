"use client";

import type { Messages } from "next-intl";
import Link from "next/link";
import { useEffect, useState } from "react";
import { planMoves, runMoves } from "@/app/(portal)/payments/actions";
import { fill, moveWriting, type Reader } from "@/app/(portal)/payments/[id]/move-writing";
import { DialogFrame } from "@/components/ui/dialog-frame";
import { sayCount, type PluralForms } from "@/components/ui/plural";
import type { BulkMove } from "@/lib/features/moves/model";
import type { Money } from "@/lib/kernel/money";

type Plan = NonNullable<Awaited<ReturnType<typeof planMoves>>>;
type Results = NonNullable<Awaited<ReturnType<typeof runMoves>>>;

export type BulkDialogProps = {
  readonly move: BulkMove;
  readonly ids: readonly string[];
  readonly texts: Pick<Messages["moves"], "closed" | "refusals" | "bulk" | "titles">;
  readonly payments: PluralForms;
  readonly reader: Reader;
  readonly close: string;
  readonly onClose: () => void;
};

const atOnce = 5;

/** One sum for each currency, in the order in which they come. */
function sumsOf(plan: Plan): readonly Money[] {
  const sums = new Map<string, number>();
  for (const { money } of plan)
    if (money !== null && money.minor > 0)
      sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.minor);
  return [...sums].map(([currency, minor]) => ({ minor, currency }));
}

/** Plans when it opens, runs a few payments at a time, and keeps what came of each. */
function useBulk({ move, ids }: Pick<BulkDialogProps, "move" | "ids">) {
  const [plan, setPlan] = useState<Plan | null>(null);
  const [results, setResults] = useState<Results>([]);
  const [phase, setPhase] = useState<"planning" | "planned" | "running" | "finished" | "broken">("planning");
  const [runId] = useState(() => crypto.randomUUID());
  useEffect(() => {
    let isCurrent = true;
    const show = (found: Plan | null) => {
      if (!isCurrent) return;
      setPlan(found);
      setPhase(found === null ? "broken" : "planned");
    };
    planMoves(move, ids).then(show, () => show(null));
    return () => {
      isCurrent = false;
    };
  }, [move, ids]);
  const open = (plan ?? []).filter(({ money }) => money !== null);
  const run = async () => {
    setPhase("running");
    for (let from = 0; from < open.length; from += atOnce) {
      const chunk = open.slice(from, from + atOnce).map(({ id }) => id);
      const moved = await runMoves(move, chunk, runId).catch(() => null);
      if (moved === null) {
        setPhase("broken");
        return;
      }
      setResults((before) => [...before, ...moved]);
    }
    setPhase("finished");
  };
  return { plan, open, results, phase, run };
}

type Bulk = ReturnType<typeof useBulk>;
type PartProps = { readonly bulk: Bulk; readonly props: BulkDialogProps };

function Reasons({ bulk, props }: PartProps) {
  const { texts, payments } = props;
  const counts = new Map<keyof typeof texts.closed, number>();
  for (const { reason } of bulk.plan ?? [])
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  if (counts.size === 0) return null;
  return (
    <div>
      <h3 className="label">{texts.bulk.cannot}</h3>
      <ul className="numbers flex flex-col gap-1 text-sm">
        {[...counts].map(([reason, count]) => (
          <li key={reason}>
            <strong className="font-medium">{sayCount(payments, count)}</strong>{" "}
            <span className="text-soft">{texts.closed[reason]}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function PlanPart({ bulk, props }: PartProps) {
  const { move, texts, payments, reader } = props;
  const { money } = moveWriting(reader);
  const count = sayCount(payments, bulk.open.length);
  const beyond = bulk.open.filter(({ isBeyond }) => isBeyond).length;
  const sums = sumsOf(bulk.open).map(money);
  const button = fill(texts.bulk.submit, { move: texts.titles[move], payments: [count, ...sums].join(", ") });
  if (bulk.open.length === 0)
    return (
      <>
        <p className="notice">{texts.bulk.nothing}</p>
        <Reasons bulk={bulk} props={props} />
      </>
    );
  return (
    <>
      <div className="rounded-md bg-canvas px-3 py-2 text-sm">
        <h3 className="text-xs font-medium text-faint">{texts.bulk.will}</h3>
        <p className="numbers mt-1 font-medium">{[count, ...sums].join(" · ")}</p>
        <p className="mt-1">{texts.bulk.what[move]}</p>
      </div>
      {beyond > 0 && (
        <p className="notice">{fill(texts.bulk.beyond, { payments: sayCount(payments, beyond) })}</p>
      )}
      <Reasons bulk={bulk} props={props} />
      <button
        type="button"
        autoFocus={move !== "cancel"}
        onClick={() => void bulk.run()}
        className={`button h-auto min-h-10 py-2 text-base whitespace-normal ${move === "cancel" ? "button-bad" : "button-primary"}`}
      >
        {button}
      </button>
    </>
  );
}

function sayResult({ outcome, reason }: Results[number], texts: BulkDialogProps["texts"]): string {
  if (outcome === "done") return texts.bulk.done;
  if (outcome === "unknown") return texts.bulk.unknown;
  const words: Readonly<Record<string, string>> = { ...texts.closed, ...texts.refusals };
  return (reason === null ? undefined : words[reason]) ?? texts.bulk.bankRefused;
}

const resultTones = { done: "text-good", unknown: "text-doubt", refused: "text-bad" } as const;

function ResultsPart({ bulk, props }: PartProps) {
  const { texts, close, onClose } = props;
  const { results, open, phase } = bulk;
  const names = new Map(open.map(({ id, name }) => [id, name]));
  const progress = { done: results.length.toString(), all: open.length.toString() };
  return (
    <>
      <progress
        value={results.length}
        max={open.length}
        aria-label={texts.titles[props.move]}
        className="w-full [accent-color:var(--accent)]"
      />
      <ul className="max-h-72 overflow-auto text-sm" tabIndex={0} aria-label={texts.titles[props.move]}>
        {results.map((result) => (
          <li key={result.id} className="flex gap-3 border-t border-line py-1 first:border-t-0">
            <Link href={`/payments/${result.id}`} prefetch={false} className="min-w-0 flex-1 truncate">
              {names.get(result.id) ?? result.id}
            </Link>
            <span className={resultTones[result.outcome]}>{sayResult(result, texts)}</span>
          </li>
        ))}
      </ul>
      <p role="status" className="numbers text-sm font-medium">
        {phase === "broken" ? texts.bulk.interrupted : fill(texts.bulk.running, progress)}
      </p>
      {phase !== "running" && (
        <button type="button" autoFocus className="button self-end" onClick={onClose}>
          {close}
        </button>
      )}
    </>
  );
}

function Body({ bulk, props }: PartProps) {
  const { texts } = props;
  if (bulk.phase === "planning") return <p role="status">{texts.bulk.planning}</p>;
  if (bulk.plan === null) return <p className="notice notice-bad">{texts.refusals.not_allowed_now}</p>;
  return bulk.phase === "planned" ? (
    <PlanPart bulk={bulk} props={props} />
  ) : (
    <ResultsPart bulk={bulk} props={props} />
  );
}

/** A plan first, then the same command for each payment, then a result for each. */
export function BulkDialog(props: BulkDialogProps) {
  const { move, texts, close, onClose } = props;
  const bulk = useBulk(props);
  const closeUnlessRunning = () => {
    if (bulk.phase !== "running") onClose();
  };
  return (
    <DialogFrame title={texts.titles[move]} close={close} onClose={closeUnlessRunning}>
      <div className="flex flex-col gap-4 p-5">
        <Body bulk={bulk} props={props} />
      </div>
    </DialogFrame>
  );
}
