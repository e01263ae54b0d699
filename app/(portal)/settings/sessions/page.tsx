import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { leave } from "@/app/(portal)/actions";
import { ActionForm } from "@/app/(portal)/settings/action-form";
import { endSession } from "@/app/(portal)/settings/actions";
import { SettingsPage } from "@/app/(portal)/settings/settings-page";
import { findOwnSessions } from "@/lib/features/people/queries";
import { cellFormat, type CellFormat } from "@/lib/listing/cells";
import { requireSession } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("pages.sessions") };
}

/** "Firefox 140": enough to recognise one's own browser. */
const browserOf = (userAgent: string): string => {
  const known = /(Edg|OPR|Firefox|Chrome|Safari)\/(\d+)/.exec(userAgent);
  return known === null ? userAgent.slice(0, 40) : `${known[1] ?? ""} ${known[2] ?? ""}`;
};

async function EndButton({ sessionId }: { sessionId: string }) {
  const t = await getTranslations("sessions");
  const settings = await getTranslations("settings");
  const refusals = { forbidden: settings("forbidden"), not_found: settings("gone") };
  return (
    <ActionForm action={endSession} hidden={{ sessionId }} submit={t("end")} done="" refusals={refusals} />
  );
}

async function SignOutButton() {
  const t = await getTranslations("shell");
  return (
    <form action={leave}>
      <button type="submit" className="button">
        {t("signOut")}
      </button>
    </form>
  );
}

type SessionItemProps = {
  readonly session: Awaited<ReturnType<typeof findOwnSessions>>[number];
  readonly isThis: boolean;
  readonly format: CellFormat;
};

async function SessionItem({ session, isThis, format }: SessionItemProps) {
  const t = await getTranslations("sessions");
  const [since, sinceExact] = format.instant(session.createdAt);
  const [seen, seenExact] = format.instant(session.lastSeenAt);
  return (
    <li className="flex items-center gap-4 border-t border-line px-4 py-3 text-sm first:border-t-0">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium" title={session.userAgent}>
            {browserOf(session.userAgent)}
          </span>
          <span className="numbers text-soft">{session.address}</span>
          {isThis && (
            <span className="rounded-full bg-good-tint px-2 text-xs font-medium text-good">{t("this")}</span>
          )}
        </p>
        <p className="numbers text-xs text-soft" title={t("times", { since: sinceExact, seen: seenExact })}>
          {t("times", { since, seen })}
        </p>
      </div>
      {isThis ? <SignOutButton /> : <EndButton sessionId={session.id} />}
    </li>
  );
}

export default async function SessionsPage() {
  const { user, merchant, id } = await requireSession();
  const t = await getTranslations("sessions");
  const title = (await getTranslations("settings"))("pages.sessions");
  const format = cellFormat(await getLocale(), merchant.timezone);
  const sessions = await findOwnSessions(user.id);
  const [own, others] = [sessions.filter((one) => one.id === id), sessions.filter((one) => one.id !== id)];
  return (
    <SettingsPage title={title} lead={t("lead")}>
      <ul className="panel">
        {[...own, ...others].map((session) => (
          <SessionItem key={session.id} session={session} isThis={session.id === id} format={format} />
        ))}
      </ul>
    </SettingsPage>
  );
}
