import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { PushDetail } from "@/lib/features/pushes/queries/get-push";

type Attempt = PushDetail["push"]["attempts"][number];
type AttemptProps = { readonly attempt: Attempt; readonly writing: Writing; readonly mayRead: boolean };

async function AttemptLine({ attempt, writing, mayRead }: AttemptProps) {
  const t = await getTranslations("payment");
  const push = await getTranslations("push");
  const silence = attempt.error === attempt.outcome ? null : attempt.error;
  const answer = attempt.answer ?? silence ?? "";
  return (
    <li className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-2 border-t border-line px-4 py-2.5 text-sm first:border-t-0">
      <span className="text-faint">{attempt.number}</span>
      <div className="flex min-w-0 flex-col gap-1">
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
        {answer !== "" && (
          <p className="line-clamp-3 font-mono text-xs [overflow-wrap:anywhere] text-soft" title={answer}>
            {answer}
          </p>
        )}
        <p className="flex flex-wrap gap-x-3 text-xs text-faint">
          <span>
            {t(`triggers.${attempt.trigger as "auto"}`)} · {sayActor(t, attempt.actor)}
          </span>
          <span className="min-w-0 flex-1 truncate font-mono max-sm:basis-full" title={attempt.url}>
            {attempt.url}
          </span>
          {mayRead && attempt.exchangeId !== null && (
            <Link href={`/messages/${attempt.exchangeId}`} prefetch={false} className="text-accent underline">
              {push("exchange")}
            </Link>
          )}
        </p>
      </div>
    </li>
  );
}

type AttemptsProps = Omit<AttemptProps, "attempt"> & { readonly attempts: readonly Attempt[] };

/** Each try with its time, its duration and the first part of the answer; the last one first. */
export async function AttemptsPart({ attempts, ...rest }: AttemptsProps) {
  const t = await getTranslations("push");
  return (
    <Section title={t("attempts")}>
      {attempts.length === 0 ? (
        <p className="px-4 py-4 text-sm text-soft">{t("noAttempts")}</p>
      ) : (
        <ol className="numbers">
          {attempts.map((attempt) => (
            <AttemptLine key={attempt.id} attempt={attempt} {...rest} />
          ))}
        </ol>
      )}
    </Section>
  );
}
