import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { relative, sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { ResendButton } from "@/app/(portal)/payments/[id]/resend-button";
import { pushTones } from "@/app/(portal)/payments/tones";
import { CopyButton } from "@/components/detail/copy-button";
import { RawText } from "@/components/detail/raw-text";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import { pushFormatOf, waitsOf, type PushState } from "@/lib/features/pushes/model";

type Attempt = {
  readonly id: string;
  readonly number: number;
  readonly trigger: string;
  readonly actor: string;
  readonly startedAt: Date;
  readonly tookMs: number;
  readonly outcome: string;
  readonly status: number | null;
  readonly error: string | null;
  readonly answer: string | null;
};

type Push = {
  readonly id: string;
  readonly eventType: string;
  readonly format: string;
  readonly website: Parameters<typeof waitsOf>[0];
  readonly state: string;
  readonly body: string;
  readonly nextAttemptAt: Date | null;
  readonly scheduledCount: number;
  readonly attempts: readonly Attempt[];
};

async function AttemptLine({ attempt, writing }: { attempt: Attempt; writing: Writing }) {
  const t = await getTranslations("payment");
  const answer = attempt.answer ?? attempt.error;
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-2 border-t border-dashed border-line py-2 first:border-t-0">
      <span className="text-right text-faint">{attempt.number}</span>
      <div>
        <p className="flex flex-wrap items-baseline gap-x-3">
          <Status
            tone={attempt.outcome === "accepted" ? "good" : "bad"}
            word={t(`attempts.${attempt.outcome as "accepted"}`)}
            code={attempt.outcome}
          />
          <span className="font-mono text-xs font-medium">{attempt.status}</span>
          <span className="text-soft">{t("milliseconds", { count: attempt.tookMs })}</span>
          <span className="flex-1 text-right text-xs text-soft max-sm:text-left">
            {writing.exact(attempt.startedAt)}
          </span>
        </p>
        {answer !== null && answer !== "" && (
          <p className="truncate font-mono text-xs text-soft" title={answer}>
            {answer}
          </p>
        )}
        <p className="text-xs text-faint">
          {t(`triggers.${attempt.trigger as "auto"}`)} · {sayActor(t, attempt.actor)}
        </p>
      </div>
    </li>
  );
}

async function Attempts({ push, writing }: { push: Push; writing: Writing }) {
  const t = await getTranslations("payment");
  if (push.attempts.length === 0) return null;
  return (
    <ol
      aria-label={t("attempts.title", { event: push.eventType })}
      className="numbers mx-4 rounded-md bg-canvas px-3 text-sm"
    >
      {push.attempts.map((attempt) => (
        <AttemptLine key={attempt.id} attempt={attempt} writing={writing} />
      ))}
    </ol>
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
  /** Where they go. */
  readonly addresses?: ReactNode;
  /** Said when there are none. */
  readonly none: string;
};

type ItemProps = Pick<PushesProps, "writing" | "mayResend"> & { readonly push: Push };

async function PushItem({ push, writing, mayResend }: ItemProps) {
  const t = await getTranslations("payment");
  const copy = (await getTranslations("app"))("copy");
  const state = push.state as PushState;
  const next = push.nextAttemptAt;
  return (
    <li className="border-t border-line first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-sm">
        <span className="font-medium">{push.eventType}</span>
        <Status tone={pushTones[state]} word={t(`pushStates.${state}`)} code={state} />
        <span className="flex-1" />
        <CopyButton value={push.id} label={`${copy}: ${t("messageId")}`} />
        {mayResend && <ResendButton pushId={push.id} texts={await resendTexts()} />}
        {next !== null && (
          <p className="numbers basis-full text-xs text-soft">
            {t("nextTry", {
              when: relative(writing, next),
              at: writing.exact(next),
              done: push.scheduledCount,
              all: waitsOf(push.website, pushFormatOf(push.format)).length + 1,
            })}
          </p>
        )}
      </div>
      <Attempts push={push} writing={writing} />
      <details className="px-4 pt-1 pb-3">
        <summary className="py-1 text-xs font-medium text-accent">{t("body")}</summary>
        <RawText title={t("body")} copy={copy} text={push.body} />
      </details>
    </li>
  );
}

/** The messages to the shop about a payment or a data request, each with its attempts. */
export async function PushesPart({ pushes, addresses, none, ...rest }: PushesProps) {
  const t = await getTranslations("payment");
  return (
    <Section title={t("parts.pushes")}>
      {addresses}
      {pushes.length === 0 ? (
        <p className="px-4 py-4 text-sm text-soft">{none}</p>
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
