import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { CancelPart } from "@/app/(portal)/data-requests/[id]/cancel-part";
import type { OpenRequest } from "@/app/(portal)/data-requests/[id]/open-request";
import { RequestTabs, type RequestTab } from "@/app/(portal)/data-requests/[id]/request-tabs";
import { sayAction, sayCode, sayService } from "@/app/(portal)/data-requests/[id]/request-words";
import { dataRequestTones } from "@/app/(portal)/data-requests/tones";
import { CopyButton } from "@/components/detail/copy-button";
import { LiveRefresh } from "@/components/detail/live-refresh";
import { Icon } from "@/components/ui/icon";
import { Status } from "@/components/ui/status";

type HeaderProps = { readonly opened: OpenRequest; readonly tab: RequestTab };

const tabsFor = ({ session }: OpenRequest): readonly RequestTab[] =>
  session.actor.may.has("messages:read") ? ["overview", "log", "messages", "gateway"] : ["overview"];

/** Above every tab: what it is, how far it is, and where the rest of it stands. */
export async function RequestHeader({ opened, tab }: HeaderProps) {
  const t = await getTranslations("data-requests");
  const copy = (await getTranslations("app"))("copy");
  const { request } = opened.detail;
  const { id, key, code } = request;
  return (
    <header>
      <LiveRefresh source="/api/live/data-requests" id={id} />
      <Link
        href="/data-requests"
        prefetch={false}
        className="no-print mb-3 inline-flex items-center gap-1 text-sm text-soft no-underline hover:text-ink"
      >
        <Icon name="left" className="size-3.5" />
        {t("title")}
      </Link>
      <div className="mb-4 flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-2xl font-semibold tracking-tight">
              {sayAction(t, request.action)}{" "}
              <span className="text-lg font-medium text-soft">{sayService(t, request.service)}</span>
            </h1>
            <Status chip tone={dataRequestTones[`${code}`]} word={sayCode(t, code)} code={code.toString()} />
            {request.isTest && (
              <span className="rounded-full bg-doubt-tint px-2.5 py-0.5 text-sm font-medium text-doubt">
                {t("facts.test")}
              </span>
            )}
          </div>
          <p className="mt-1 flex min-w-0 items-center text-sm text-soft">
            <span className="truncate font-mono text-xs" title={key}>
              {key}
            </span>
            <CopyButton value={key} label={`${copy}: ${t("columns.key")}`} />
          </p>
        </div>
        {opened.session.actor.may.has("data_requests:manage") && <CancelPart request={request} />}
      </div>
      <RequestTabs id={id} tab={tab} shown={tabsFor(opened)} />
    </header>
  );
}
