"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { planPushes, startPushes } from "@/app/(portal)/pushes/bulk-actions";
import type { BulkTexts } from "@/app/(portal)/pushes/bulk-texts";
import { DialogFrame } from "@/components/ui/dialog-frame";
import { sayCount } from "@/components/ui/plural";
import type { BulkListing } from "@/lib/features/bulk-pushes/model";

export type BulkPushDialogProps = {
  readonly listing: BulkListing;
  /** Of the list, for all that match; `ids` are the ticked rows. */
  readonly address: string;
  readonly ids: readonly string[];
  readonly texts: BulkTexts;
  readonly onClose: () => void;
};

type Planned = Extract<Awaited<ReturnType<typeof planPushes>>, { ok: true }> & { readonly intentId: string };
type Reason = keyof BulkTexts["refusals"];

/** Plans when it opens, and again when the plan has aged; starts at most one for each plan. */
function usePlan({ listing, address, ids }: Pick<BulkPushDialogProps, "listing" | "address" | "ids">) {
  const router = useRouter();
  const [planned, setPlanned] = useState<Planned | null>(null);
  const [reason, setReason] = useState<Reason | null>(null);
  const [isStarting, setStarting] = useState(false);
  const look = useCallback(
    () =>
      planPushes({ listing, address, ids: [...ids] })
        .then((found) =>
          found.ok ? setPlanned({ ...found, intentId: crypto.randomUUID() }) : setReason(found.reason),
        )
        .catch(() => setReason("failed")),
    [listing, address, ids],
  );
  useEffect(() => {
    void look();
  }, [look]);
  const again = () => {
    setPlanned(null);
    setReason(null);
    void look();
  };
  const start = async ({ until, intentId, plan }: Planned) => {
    setStarting(true);
    const wanted = { listing, address, ids: [...ids], until, intentId, agreed: plan.willSend };
    const started = await startPushes(wanted).catch(() => ({ ok: false, reason: "failed" }) as const);
    if (started.ok) router.push(`/bulk-pushes/${started.bulkId}`);
    else {
      setStarting(false);
      setReason(started.reason);
    }
  };
  return { planned, reason, isStarting, again, start };
}

type PlanProps = { readonly planned: Planned; readonly texts: BulkTexts };

function LeftOut({ planned: { plan }, texts }: PlanProps) {
  const left = (["noAddress", "neverPushed", "notNewest"] as const).filter((name) => plan[name] > 0);
  if (left.length === 0) return null;
  return (
    <div>
      <h3 className="label">{texts.left}</h3>
      <ul className="numbers flex flex-col gap-1 text-sm text-soft">
        {left.map((name) => (
          <li key={name}>{sayCount(texts.counts[name], plan[name])}</li>
        ))}
      </ul>
    </div>
  );
}

type AgreeProps = PlanProps & { readonly isStarting: boolean; readonly onAgree: () => void };

function Agree({ planned, texts, isStarting, onAgree }: AgreeProps) {
  const { willSend, dueSoon } = planned.plan;
  if (willSend === 0)
    return (
      <>
        <p className="notice">{texts.nothing}</p>
        <LeftOut planned={planned} texts={texts} />
      </>
    );
  return (
    <>
      <div className="rounded-md bg-canvas px-3 py-2 text-sm">
        <p className="numbers font-medium">{sayCount(texts.counts.willSend, willSend)}</p>
        <p className="mt-1 text-soft">{texts.newestOnly}</p>
        <p className="mt-1 text-soft">{texts.careful}</p>
      </div>
      <LeftOut planned={planned} texts={texts} />
      {dueSoon > 0 && <p className="notice numbers">{sayCount(texts.counts.dueSoon, dueSoon)}</p>}
      <button
        type="button"
        autoFocus
        disabled={isStarting}
        onClick={onAgree}
        className="button button-primary h-auto min-h-10 py-2 text-base whitespace-normal"
      >
        {sayCount(texts.counts.submit, willSend)}
      </button>
    </>
  );
}

function Body(props: BulkPushDialogProps) {
  const { texts } = props;
  const { planned, reason, isStarting, again, start } = usePlan(props);
  if (reason !== null)
    return (
      <>
        <p role="alert" className="notice notice-bad">
          {texts.refusals[reason]}
        </p>
        {reason !== "forbidden" && reason !== "unclear" && (
          <button type="button" autoFocus className="button self-start" onClick={again}>
            {texts.again}
          </button>
        )}
      </>
    );
  if (planned === null) return <p role="status">{texts.planning}</p>;
  return (
    <Agree planned={planned} texts={texts} isStarting={isStarting} onAgree={() => void start(planned)} />
  );
}

/** BK-4, BK-5: a plan first; who agrees is led to the page that shows it run. */
export function BulkPushDialog(props: BulkPushDialogProps) {
  const { texts, onClose } = props;
  return (
    <DialogFrame title={texts.title} close={texts.close} onClose={onClose}>
      <div className="flex flex-col gap-4 p-5">
        <Body {...props} />
      </div>
    </DialogFrame>
  );
}
