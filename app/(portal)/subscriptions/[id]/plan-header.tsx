import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { PlanActions } from "@/app/(portal)/subscriptions/[id]/plan-actions";
import { todayOf, totalOf, type Situation } from "@/app/(portal)/subscriptions/[id]/what-happens";
import { sayEvery, sayNumber, type PlanTranslator } from "@/app/(portal)/subscriptions/plan-words";
import { subscriptionTones } from "@/app/(portal)/subscriptions/tones";
import { CopyButton } from "@/components/detail/copy-button";
import { Icon } from "@/components/ui/icon";
import { Status } from "@/components/ui/status";
import { firstComing, highestNumber, shownStatusOf } from "@/lib/features/subscriptions/model";
import type { SubscriptionDetail } from "@/lib/features/subscriptions/queries/detail";

type HeaderProps = {
  readonly detail: SubscriptionDetail;
  readonly writing: Writing;
  readonly mayManage: boolean;
};

/** A first payment in one of these will never settle. */
const deadEnds: ReadonlySet<string> = new Set(["rejected", "failed", "expired", "cancelled", "retried"]);

function pausedNotice(t: PlanTranslator, { subscription, writing }: Situation): string {
  const count = firstComing(subscription, highestNumber, todayOf(writing)).length;
  if (count === 0) return t("notices.paused");
  const total = writing.money(totalOf(subscription, count));
  return `${t("notices.paused")} ${t("notices.missed", { count, total })}`;
}

/** Where nothing is wrong, the tone is calm. */
type Notice = { readonly text: string; readonly tone: string };

function noticesOf(t: PlanTranslator, situation: Situation, firstStatus: string | undefined): Notice[] {
  const { status, isFinished, number } = situation.subscription;
  if (status === "stopped") return [];
  const finished = isFinished ? [{ text: t("notices.finished", { number }), tone: "notice-calm" }] : [];
  if (status === "inactive") return [{ text: pausedNotice(t, situation), tone: "" }, ...finished];
  if (status === "active") return finished;
  const key = deadEnds.has(firstStatus ?? "") ? "notices.dead" : "notices.pending";
  return [{ text: t(key), tone: "" }];
}

export async function PlanHeader({ detail, writing, mayManage }: HeaderProps) {
  const t = await getTranslations("subscriptions");
  const copy = (await getTranslations("app"))("copy");
  const { subscription, payments } = detail;
  const { id, unit, frequency } = subscription;
  const status = shownStatusOf(subscription);
  const [figure, currency] = writing.format.money(subscription.amount);
  const notices = noticesOf(t, { subscription, writing }, payments.at(-1)?.status);
  return (
    <header className="mb-5">
      <Link
        href="/subscriptions"
        prefetch={false}
        className="no-print mb-3 inline-flex items-center gap-1 text-sm text-soft no-underline hover:text-ink"
      >
        <Icon name="left" className="size-3.5" />
        {t("title")}
      </Link>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="numbers text-2xl font-semibold tracking-tight">
              {figure}{" "}
              <span className="text-lg font-medium text-soft">
                {currency} {sayEvery(t, unit, frequency)}
              </span>
            </h1>
            <Status chip tone={subscriptionTones[status]} word={t(`values.status.${status}`)} code={status} />
            <span className="numbers text-sm text-soft">{sayNumber(t, subscription)}</span>
          </div>
          <p className="mt-1 flex min-w-0 items-center text-sm text-soft">
            <span className="truncate font-mono text-xs" title={id}>
              {id}
            </span>
            <CopyButton value={id} label={`${copy}: ${t("columns.id")}`} />
          </p>
        </div>
        {mayManage && <PlanActions subscription={subscription} writing={writing} />}
      </div>
      {notices.map(({ text, tone }) => (
        <p key={text} className={`notice mt-3 ${tone}`}>
          {text}
        </p>
      ))}
    </header>
  );
}
