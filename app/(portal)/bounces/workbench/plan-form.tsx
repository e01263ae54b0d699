"use client";

import { useActionState, useState } from "react";
import { sendAllAgain } from "@/app/(portal)/bounces/actions";
import type { ResendReason } from "@/app/(portal)/bounces/resend-model";
import { Status } from "@/components/ui/status";

type PlanState = Awaited<ReturnType<typeof sendAllAgain>>;
type Results = Extract<PlanState, { status: "done" }>["value"]["results"];

export type PlanRow = {
  readonly id: string;
  readonly address: string;
  /** Corrected, where the domain looks misspelled. */
  readonly to: string;
  readonly at: string;
  readonly reason: string;
  /** What it held up, in words. */
  readonly held: string;
  readonly channel: "email" | "sms";
  readonly refusal: ResendReason | null;
  readonly isTicked: boolean;
};

type PlanTexts = {
  readonly lead: string;
  readonly submit: string;
  readonly take: string;
  readonly to: string;
  readonly sent: string;
  readonly nothing: string;
  readonly nothingTicked: string;
  readonly refusals: Readonly<Record<ResendReason, string>>;
};

type RowProps = {
  readonly row: PlanRow;
  readonly texts: PlanTexts;
  readonly result: Results[number] | undefined;
};

function Outcome({ row, texts, result }: RowProps) {
  const refusal = result === undefined ? row.refusal : result.refusal;
  if (refusal !== null) return <Status tone="off" word={texts.refusals[refusal]} code={refusal} />;
  return result === undefined ? null : <Status tone="good" word={texts.sent} code="sent" />;
}

function Row(props: RowProps) {
  const { row, texts, result } = props;
  const isSent = result?.refusal === null;
  return (
    <li className="grid gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 text-sm sm:grid-cols-[auto_minmax(0,1fr)_minmax(0,1fr)]">
      <input
        type="checkbox"
        name={`take:${row.id}`}
        aria-label={`${texts.take}: ${row.address}`}
        defaultChecked={row.isTicked}
        disabled={row.refusal !== null || isSent}
        className="mt-1 self-start"
      />
      <div className="min-w-0">
        <span className="block font-medium [overflow-wrap:anywhere]">{row.address}</span>
        <span className="numbers block text-xs text-soft">
          {[row.at, row.held].filter((part) => part !== "").join(" · ")}
        </span>
        <span className="block truncate text-xs text-faint" title={row.reason}>
          {row.reason}
        </span>
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        {row.refusal === null && (
          <input
            name={`to:${row.id}`}
            type={row.channel === "email" ? "email" : "tel"}
            aria-label={`${texts.to}: ${row.address}`}
            defaultValue={result?.address ?? row.to}
            maxLength={254}
            autoComplete="off"
            spellCheck={false}
            readOnly={isSent}
            className="field w-full"
          />
        )}
        <Outcome {...props} />
      </div>
    </li>
  );
}

type PlanProps = { readonly rows: readonly PlanRow[]; readonly texts: PlanTexts };

/** The plan, then the act, then the result of each row: nothing is all or nothing. */
export function PlanForm({ rows: planned, texts }: PlanProps) {
  // What was sent is no longer in the group, but its result must stay to be read.
  const [rows] = useState(planned);
  const [state, submit, pending] = useActionState<PlanState, FormData>(sendAllAgain, { status: "idle" });
  const results = state.status === "done" ? state.value.results : [];
  if (rows.length === 0) return <p className="px-4 py-4 text-sm text-soft">{texts.nothing}</p>;
  return (
    <form action={submit}>
      <div className="flex flex-wrap items-center gap-3 px-4 py-3">
        <p className="min-w-0 flex-1 text-sm text-soft">{texts.lead}</p>
        <p role="status" className="text-sm">
          {state.status === "refused" && texts.refusals[state.reason as ResendReason]}
          {state.status === "invalid" && texts.nothingTicked}
        </p>
        <button type="submit" disabled={pending} className="button button-primary">
          {texts.submit}
        </button>
      </div>
      <ul>
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            texts={texts}
            result={results.find(({ bounceId }) => bounceId === row.id)}
          />
        ))}
      </ul>
    </form>
  );
}
