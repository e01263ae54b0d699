import { getTranslations } from "next-intl/server";
import { relative, sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { ResendButton } from "@/app/(portal)/payments/[id]/resend-button";
import { pushTones } from "@/app/(portal)/payments/tones";
import { CopyButton } from "@/components/detail/copy-button";
import { RawText } from "@/components/detail/raw-text";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { PaymentDetail } from "@/lib/features/payments/queries/detail";
import type { PushState } from "@/lib/features/pushes/model";
import { paynowWaits } from "@/lib/kernel/schedule";

type Push = PaymentDetail["pushes"][number];
type Attempt = Push["attempts"][number];

async function AttemptRow({ attempt, writing }: { attempt: Attempt; writing: Writing }) {
  const t = await getTranslations("payment");
  const accepted = attempt.outcome === "accepted";
  return (
    <tr>
      <td className="number">{attempt.number}</td>
      <td>
        <Status
          tone={accepted ? "good" : "bad"}
          word={t(`attempts.${attempt.outcome as "accepted"}`)}
          code={attempt.outcome}
        />
      </td>
      <td className="number">{attempt.status ?? "–"}</td>
      <td className="number">{t("milliseconds", { count: attempt.tookMs })}</td>
      <td>{writing.exact(attempt.startedAt)}</td>
      <td>
        {t(`triggers.${attempt.trigger as "auto"}`)}
        <span className="ml-1.5 text-faint">{sayActor(t, attempt.actor)}</span>
      </td>
      <td className="font-mono text-xs" title={attempt.answer ?? attempt.error ?? undefined}>
        {attempt.answer ?? attempt.error}
      </td>
    </tr>
  );
}

async function Attempts({ push, writing }: { push: Push; writing: Writing }) {
  const t = await getTranslations("payment");
  if (push.attempts.length === 0) return null;
  const heads = ["outcome", "code", "took", "at", "trigger", "answer"] as const;
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t("attempt.caption")}>
      <table className="rows">
        <caption className="sr-only">{t("attempt.caption")}</caption>
        <thead>
          <tr>
            <th scope="col" className="number">
              {t("attempt.number")}
            </th>
            {heads.map((head) => (
              <th
                key={head}
                scope="col"
                className={head === "code" || head === "took" ? "number" : undefined}
              >
                {t(`attempt.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {push.attempts.map((attempt) => (
            <AttemptRow key={attempt.id} attempt={attempt} writing={writing} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

async function resendTexts() {
  const t = await getTranslations("payment");
  return {
    submit: t("resend.submit"),
    done: t("resend.done"),
    refusals: {
      forbidden: t("resend.forbidden"),
      not_found: t("resend.not_found"),
      no_address: t("resend.no_address"),
    },
  };
}

type PushesProps = {
  readonly pushes: readonly Push[];
  readonly writing: Writing;
  readonly mayResend: boolean;
};

async function PushItem({ push, writing, mayResend }: Omit<PushesProps, "pushes"> & { push: Push }) {
  const t = await getTranslations("payment");
  const copy = (await getTranslations("app"))("copy");
  const state = push.state as PushState;
  const next = push.nextAttemptAt;
  return (
    <li className="border-t border-line first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-sm">
        <span className="font-medium">{push.eventType}</span>
        <Status tone={pushTones[state]} word={t(`pushStates.${state}`)} code={state} />
        <span className="numbers min-w-0 flex-1 text-xs text-soft">
          {next !== null &&
            t("nextTry", {
              when: relative(writing, next),
              at: writing.exact(next),
              done: push.scheduledCount,
              all: paynowWaits.length,
            })}
        </span>
        <CopyButton value={push.id} label={`${copy}: ${t("messageId")}`} />
        {mayResend && <ResendButton pushId={push.id} texts={await resendTexts()} />}
      </div>
      <Attempts push={push} writing={writing} />
      <details className="px-4 pb-3">
        <summary className="py-1 text-xs font-medium text-accent">{t("body")}</summary>
        <RawText title={t("body")} copy={copy} text={push.body} />
      </details>
    </li>
  );
}

export async function PushesPart({ pushes, ...rest }: PushesProps) {
  const t = await getTranslations("payment");
  return (
    <Section title={t("parts.pushes")}>
      {pushes.length === 0 ? (
        <p className="px-4 py-4 text-sm text-soft">{t("noPushes")}</p>
      ) : (
        <ul>
          {pushes.map((push) => (
            <PushItem key={push.id} push={push} {...rest} />
          ))}
        </ul>
      )}
    </Section>
  );
}
