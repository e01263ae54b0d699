import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { pause, resume, stop, undo } from "@/app/(portal)/bulk-pushes/actions";
import { UndoCountdown } from "@/app/(portal)/bulk-pushes/[id]/undo-countdown";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { bulkTones } from "@/app/(portal)/pushes/tones";
import { ActionForm } from "@/app/(portal)/settings/action-form";
import { Status } from "@/components/ui/status";
import { bulkFlow } from "@/lib/features/bulk-pushes/model";
import type { BulkPush } from "@/lib/features/bulk-pushes/queries/get-bulk-push";

const actions = { pause, resume, stop } as const;

type HeaderProps = { readonly bulk: BulkPush; readonly writing: Writing; readonly maySteer: boolean };

/** The buttons that the state allows. */
async function Steering({ bulk, writing }: Omit<HeaderProps, "maySteer">) {
  const t = await getTranslations("bulkPush");
  const forbidden = t("refusals.forbidden");
  const gone = t("notNow");
  const refusals = { forbidden, not_found: gone, not_allowed_now: gone };
  const common = { hidden: { bulkId: bulk.id }, done: "", refusals };
  const secondsLeft = Math.max(0, (bulk.startsAt.getTime() - writing.now.getTime()) / 1000);
  return (
    <div className="no-print flex flex-wrap gap-2">
      {bulk.state === "waiting" && (
        <ActionForm {...common} action={undo} submit={t("undo")}>
          <UndoCountdown secondsLeft={secondsLeft} locale={writing.locale} />
        </ActionForm>
      )}
      {(["pause", "resume", "stop"] as const)
        .filter((wish) => bulkFlow[bulk.state][wish] !== undefined)
        .map((wish) => (
          <ActionForm key={wish} {...common} action={actions[wish]} submit={t(wish)} />
        ))}
    </div>
  );
}

/** What is sent, who asked for it, and how it can be steered. */
export async function BulkHeader({ bulk, writing, maySteer }: HeaderProps) {
  const t = await getTranslations("bulkPush");
  const list = await getTranslations("bulk-pushes");
  const by = { name: bulk.actor.replace(/^user:/, ""), at: writing.exact(bulk.createdAt) };
  return (
    <header className="mb-4 flex flex-wrap items-center gap-3">
      <div className="min-w-0 flex-1">
        <p className="text-sm">
          <Link href="/bulk-pushes" prefetch={false} className="text-accent underline">
            {list("title")}
          </Link>
        </p>
        <h1 className="flex flex-wrap items-center gap-3 text-xl font-semibold tracking-tight">
          {t(`of.${bulk.listing}`)}
          <Status
            tone={bulkTones[bulk.state]}
            word={list(`values.state.${bulk.state}`)}
            code={bulk.state}
            chip
          />
        </h1>
        <p className="numbers text-sm text-soft">
          {t("startedBy", by)}
          {bulk.query !== null && (
            <>
              {" · "}
              <Link
                href={`/${bulk.listing}?${bulk.query}`}
                prefetch={false}
                className="text-accent underline"
              >
                {t("openList")}
              </Link>
            </>
          )}
        </p>
      </div>
      {maySteer && <Steering bulk={bulk} writing={writing} />}
    </header>
  );
}
