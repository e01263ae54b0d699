import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { ResendButton } from "@/app/(portal)/payments/[id]/resend-button";
import { relative, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { pushTones } from "@/app/(portal)/payments/tones";
import { Status } from "@/components/ui/status";
import type { PushState } from "@/lib/features/pushes/model";
import type { PushDetail } from "@/lib/features/pushes/queries/get-push";
import type { Permission } from "@/lib/kernel/access";

async function resendTexts() {
  const t = await getTranslations("payment.resend");
  const refusals = { forbidden: t("forbidden"), not_found: t("not_found"), no_address: t("no_address") };
  return { submit: t("submit"), done: t("done"), refusals };
}

type HeaderProps = {
  readonly detail: PushDetail;
  readonly writing: Writing;
  readonly may: ReadonlySet<Permission>;
};

/** Why nothing is sent, where the address is to blame. */
function obstacleOf({ state, ownUrl }: PushDetail["push"]) {
  if (state === "no_address") return "lacking";
  if (state !== "will_not_send") return null;
  return ownUrl === null ? "blocked" : "ownBlocked";
}

async function Obstacle({ push, may }: { push: PushDetail["push"]; may: HeaderProps["may"] }) {
  const t = await getTranslations("push.obstacles");
  const obstacle = obstacleOf(push);
  if (obstacle === null) return null;
  return (
    <p className="notice mt-2">
      {t(obstacle)}{" "}
      {push.ownUrl === null && may.has("settings:manage") && (
        <Link
          href={`/settings/websites/${push.websiteId}/pushes`}
          prefetch={false}
          className="text-accent underline"
        >
          {t("settings")}
        </Link>
      )}
    </p>
  );
}

async function Notes({ detail: { push, newer, all }, writing }: Omit<HeaderProps, "may">) {
  const t = await getTranslations("push");
  const next = push.nextAttemptAt;
  return (
    <>
      {next !== null && (
        <p className="numbers mt-1 text-sm text-soft">
          {t("nextTry", {
            at: writing.exact(next),
            when: relative(writing, next),
            number: push.scheduledCount + 1,
            all,
          })}
        </p>
      )}
      {newer !== null && (
        <p className="notice mt-2">
          {t("newer")}{" "}
          <Link href={`/pushes/${newer}`} prefetch={false} className="text-accent underline">
            {t("openNewer")}
          </Link>
        </p>
      )}
    </>
  );
}

/** What the push tells, where it stands, and what comes next. */
export async function PushHeader({ detail, writing, may }: HeaderProps) {
  const t = await getTranslations("push");
  const values = await getTranslations("pushes.values");
  const { push, object } = detail;
  const state = push.state as PushState;
  const mayResend = may.has("pushes:resend");
  return (
    <header className="mb-4 flex flex-wrap items-start gap-3">
      <div className="min-w-0 flex-1 max-sm:basis-full">
        <p className="text-sm">
          <Link href="/pushes" prefetch={false} className="text-accent underline">
            {t("back")}
          </Link>
        </p>
        <h1 className="flex flex-wrap items-center gap-3 text-xl font-semibold tracking-tight">
          {t("title", { event: push.eventType })}
          <Status tone={pushTones[state]} word={values(`state.${state}`)} code={state} chip />
        </h1>
        <p className="text-sm text-soft">
          {values(`object.${object.kind}`)}{" "}
          <Link href={object.href} prefetch={false} className="text-accent underline">
            {object.reference}
          </Link>
        </p>
        <Notes detail={detail} writing={writing} />
        <Obstacle push={push} may={may} />
      </div>
      {mayResend && (
        <div className="no-print flex flex-wrap items-center gap-2">
          <Link href={`/pushes/${push.id}/signature`} prefetch={false} className="button no-underline">
            {t("signature")}
          </Link>
          <ResendButton pushId={push.id} texts={await resendTexts()} />
        </div>
      )}
    </header>
  );
}
