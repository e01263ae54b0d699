import { getTranslations } from "next-intl/server";
import {
  moneyIn,
  type ChainProps,
  type ChainTranslator,
} from "@/app/(portal)/authorisations/[id]/chain-words";
import { sayActor } from "@/app/(portal)/payments/[id]/payment-texts";
import { CopyButton } from "@/components/detail/copy-button";
import { Section } from "@/components/detail/section";
import { Timeline, type TimelineLine } from "@/components/detail/timeline";
import type { Tone } from "@/components/ui/icon";
import type { StopReason } from "@/lib/features/authorisations/model";
import type { ChainDetail } from "@/lib/features/authorisations/queries/get-chain";

type Step = ChainDetail["steps"][number];

const marks = {
  authorise: ["operation", "hold"],
  renew: ["operation", "hold"],
  split: ["operation", "hold"],
  hope: ["operation", "hold"],
  capture_part: ["good", "good"],
  capture_and_stop: ["good", "good"],
  capture_and_lapse: ["good", "good"],
  capture_rest: ["good", "good"],
  credit: ["refund", "good"],
  credit_failed: ["refund", "bad"],
  release: ["operation", "wait"],
  reverse: ["off", "off"],
  uncapture: ["off", "off"],
  uncapture_stopped: ["off", "off"],
  fail_for_now: ["bad", "doubt"],
  stop: ["off", "bad"],
  lapse: ["off", "off"],
  refuse_capturing: ["bad", "bad"],
  refuse_reversing: ["bad", "bad"],
  refuse_uncapturing: ["bad", "bad"],
} as const satisfies Readonly<Record<string, readonly [icon: string, tone: Tone]>>;
type Mark = keyof typeof marks;

/** A refusal says of what it was one, a credit whether it succeeded. */
function markOf({ event, reason, text }: Step): Mark {
  const own = event === "refuse" ? `refuse_${reason ?? ""}` : event;
  return (event === "credit" && text === "failed" ? "credit_failed" : own) as Mark;
}

type Words = {
  readonly t: ChainTranslator;
  readonly stopReason: (reason: StopReason) => string;
};

/** Its own word says why already: of a refusal, of a capture that ends the renewals. */
const saysWhy: ReadonlySet<string> = new Set(["refuse", "capture_and_stop"]);

/** A credit's code and text are its refund's own affair. */
function noteOf({ event, reason, code, text }: Step, { stopReason }: Words): string | null {
  const stop = saysWhy.has(event) || reason === null ? null : stopReason(reason as StopReason);
  const answer = event === "credit" ? [] : [code, text].filter((part) => part !== null);
  const parts = [stop, answer.length === 0 ? null : answer.join(" ")].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(" · ");
}

/** PayID of the reservation and XID of the single operation, as the bank's files name them. */
function Ids({ step: { payId, xId }, copy }: { readonly step: Step; readonly copy: string }) {
  const ids = [
    ["PayID", payId],
    ["XID", xId === payId ? null : xId],
  ] as const;
  return ids.map(([name, id]) =>
    id === null ? null : (
      <span key={name} className="flex items-center gap-x-1">
        {name} <span className="min-w-0 font-mono [overflow-wrap:anywhere]">{id}</span>
        <CopyButton value={id} label={`${copy}: ${name}`} />
      </span>
    ),
  );
}

/** Everything that happened to the chain, newest first. */
export async function StepsPart(props: ChainProps) {
  const { detail, writing } = props;
  const t = await getTranslations("authorisation");
  const payment = await getTranslations("payment");
  const list = await getTranslations("authorisations");
  const copy = (await getTranslations("app"))("copy");
  const words = { t, stopReason: (reason: StopReason) => list(`values.stopReason.${reason}`) };
  const money = moneyIn(props);
  const lines = detail.steps.map((step): TimelineLine => {
    const what = markOf(step);
    const [icon, tone] = marks[what];
    const word = t(`steps.${what}`);
    return {
      ...{ id: step.id, icon, tone },
      text: step.amountMinor === null ? word : t("step", { what: word, amount: money(step.amountMinor) }),
      note: noteOf(step, words),
      actor: sayActor(payment, step.actor),
      source: <Ids step={step} copy={copy} />,
      ...{ at: writing.exact(step.at), iso: step.at.toISOString() },
    };
  });
  return (
    <Section title={t("parts.steps")}>
      <Timeline lines={lines} empty={t("noSteps")} />
    </Section>
  );
}
