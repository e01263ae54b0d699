import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ActionForm } from "@/app/(portal)/settings/action-form";
import { endSession } from "@/app/(portal)/settings/actions";
import { SettingsPage } from "@/app/(portal)/settings/settings-page";
import { findOwnSessions } from "@/lib/features/people/queries";
import { cellFormat } from "@/lib/listing/cells";
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

export default async function SessionsPage() {
  const { user, merchant, id } = await requireSession();
  const t = await getTranslations("sessions");
  const title = (await getTranslations("settings"))("pages.sessions");
  const format = cellFormat(await getLocale(), merchant.timezone);
  const sessions = await findOwnSessions(user.id);
  return (
    <SettingsPage title={title} lead={t("lead")}>
      <div className="panel overflow-x-auto">
        <table className="rows">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              {(["browser", "address", "since", "seen", "action"] as const).map((head) => (
                <th key={head} scope="col">
                  {t(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <tr key={session.id}>
                <th scope="row" title={session.userAgent}>
                  {browserOf(session.userAgent)}
                </th>
                <td>{session.address}</td>
                <td>{format.instant(session.createdAt)[1]}</td>
                <td>{format.instant(session.lastSeenAt)[1]}</td>
                <td>
                  {session.id === id ? (
                    <span className="text-soft">{t("this")}</span>
                  ) : (
                    <EndButton sessionId={session.id} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </SettingsPage>
  );
}
