import { getTranslations } from "next-intl/server";
import type { InvoiceTranslator } from "@/app/(portal)/invoices/[id]/acts-part";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { Tone } from "@/components/ui/icon";
import type { InvoiceDetail } from "@/lib/features/invoices/queries/detail";
import type { StepAction } from "@/lib/features/schemes/model";

type PartProps = { readonly detail: InvoiceDetail; readonly writing: Writing };
type Outcome = "done" | "sent" | "sent_backup" | "skipped" | "impossible";

const outcomeTones: Readonly<Record<Outcome, Tone>> = {
  done: "good",
  sent: "good",
  sent_backup: "doubt",
  skipped: "off",
  impossible: "bad",
};

type Shown = {
  readonly action: string;
  readonly channel: string | null;
  readonly fallbackChannel: string | null;
  readonly feeMinor: number;
};

function sayStep(t: InvoiceTranslator, step: Shown, fee: string): string {
  const channels = [step.channel, step.fallbackChannel]
    .filter((one) => one !== null)
    .map((one) => t(`channels.${one as "email"}`));
  return [
    ...(channels.length === 0 ? [] : [channels.join(" → ")]),
    ...(step.feeMinor === 0 ? [] : [fee]),
  ].join(" · ");
}

const lineClass =
  "flex flex-wrap items-center gap-x-4 gap-y-0.5 border-t border-line px-4 py-2 text-sm first:border-t-0";

const stillAhead = ({ steps, coming }: PartProps["detail"]) =>
  coming.filter(
    ({ step }) =>
      !steps.some(({ position, outcome }) => position === step.position && outcome !== "impossible"),
  );

/** What was done, what comes next and when; from the same walk that the daily run takes. */
export async function StepsPart({ detail, writing }: PartProps) {
  const t = await getTranslations("invoices");
  const { steps, why, invoice } = detail;
  const fee = (minor: number) =>
    t("steps.fee", { amount: writing.money({ minor, currency: invoice.currency }) });
  const ahead = stillAhead(detail);
  return (
    <Section title={t("parts.steps")}>
      {steps.length + ahead.length === 0 && <p className="px-4 py-3 text-sm text-soft">{t("steps.none")}</p>}
      <ol className="numbers">
        {steps.map((step) => (
          <li key={step.id} className={lineClass}>
            <span className="w-6 flex-none text-soft">{step.position}</span>
            <span className="font-medium">{t(`steps.actions.${step.action as StepAction}`)}</span>
            <Status
              tone={outcomeTones[step.outcome as Outcome]}
              word={t(`steps.outcomes.${step.outcome as Outcome}`)}
              code={step.outcome}
            />
            <span className="text-soft">{sayStep(t, step, fee(step.feeMinor))}</span>
            <time
              dateTime={step.doneAt.toISOString()}
              className="flex-1 text-right whitespace-nowrap text-soft max-sm:basis-full max-sm:text-left"
            >
              {writing.format.instant(step.doneAt)[0]}
            </time>
          </li>
        ))}
        {ahead.map(({ step, day }) => (
          <li key={`coming-${step.position.toString()}`} className={lineClass}>
            <span className="w-6 flex-none text-soft">{step.position}</span>
            <span>{t(`steps.actions.${step.action}`)}</span>
            <span className="text-soft">{sayStep(t, step, fee(step.feeMinor))}</span>
            <time
              dateTime={day}
              className="flex-1 text-right whitespace-nowrap text-soft max-sm:basis-full max-sm:text-left"
            >
              {why === null ? t("steps.on", { day: writing.format.day(day) }) : t("steps.waits")}
            </time>
          </li>
        ))}
      </ol>
      {why !== null && ahead.length > 0 && (
        <p className="border-t border-line px-4 py-2 text-xs text-soft">{t(`refusals.${why}`)}</p>
      )}
    </Section>
  );
}
