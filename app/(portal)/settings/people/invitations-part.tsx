import { getLocale, getTranslations } from "next-intl/server";
import Link from "next/link";
import { communicationTones } from "@/app/(portal)/bounces/tones";
import { ActionForm } from "@/app/(portal)/settings/action-form";
import { inviteAgain, withdraw } from "@/app/(portal)/settings/actions";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { findInvitations } from "@/lib/features/people/queries";
import { roles } from "@/lib/kernel/access";
import { cellFormat, type CellFormat } from "@/lib/listing/cells";

type Invitation = Awaited<ReturnType<typeof findInvitations>>[number];

async function Acts({ invitation }: { invitation: Invitation }) {
  const t = await getTranslations("people");
  const settings = await getTranslations("settings");
  const app = await getTranslations("app");
  const { id, email } = invitation;
  const gone = { forbidden: settings("forbidden"), not_found: settings("gone") };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ActionForm
        action={inviteAgain}
        hidden={{ invitationId: id }}
        submit={t("invitations.again")}
        about={email}
        done={t("invitations.sentAgain")}
        refusals={{ ...gone, too_soon: t("invitations.tooSoon"), above_own_role: t("aboveOwnRole") }}
      />
      <ActionForm
        action={withdraw}
        hidden={{ invitationId: id }}
        submit={t("invitations.withdraw")}
        about={email}
        done=""
        ask={{
          title: t("invitations.withdrawTitle", { email }),
          text: t("invitations.withdrawText"),
          confirm: t("invitations.withdraw"),
          cancel: app("cancel"),
        }}
        refusals={gone}
      />
    </div>
  );
}

type ItemProps = {
  readonly invitation: Invitation;
  readonly format: CellFormat;
};

async function Item({ invitation, format }: ItemProps) {
  const t = await getTranslations("people");
  const emails = await getTranslations("emails");
  const names = await getTranslations("roles");
  const { email, name, isExpired, mail, sentAt, expiresAt } = invitation;
  const role = roles.find((word) => word === invitation.role) ?? "viewer";
  const [[sent, sentExact], [until, untilExact]] = [format.instant(sentAt), format.instant(expiresAt)];
  const text = isExpired ? "invitations.lapsed" : "invitations.sent";
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-4 py-3 text-sm first:border-t-0">
      <div className="min-w-48 flex-1 [overflow-wrap:anywhere]">
        <p className="flex flex-wrap items-center gap-x-3">
          <span className="font-medium">{name ?? email}</span>
          {isExpired ? (
            <Status tone="off" word={t("invitations.expired")} code="expired" />
          ) : (
            <Link
              href={`/emails/${mail.id}`}
              prefetch={false}
              aria-label={t("invitations.mail", { state: emails(`values.state.${mail.state}`) })}
              className="no-underline"
            >
              <Status
                tone={communicationTones[mail.state]}
                word={emails(`values.state.${mail.state}`)}
                code={mail.state}
              />
            </Link>
          )}
        </p>
        {name !== null && <p className="text-xs text-soft">{email}</p>}
        <p
          className="numbers text-xs text-soft"
          title={t(text, { role: names(role), sent: sentExact, until: untilExact })}
        >
          {t(text, { role: names(role), sent, until })}
        </p>
      </div>
      <Acts invitation={invitation} />
    </li>
  );
}

type InvitationsPartProps = { readonly invitations: readonly Invitation[]; readonly timezone: string };

/** Who was invited and has not come yet, and what became of the mail. */
export async function InvitationsPart({ invitations, timezone }: InvitationsPartProps) {
  const t = await getTranslations("people");
  const format = cellFormat(await getLocale(), timezone);
  return (
    <Section title={t("invitations.title")}>
      <ul>
        {invitations.map((invitation) => (
          <Item key={invitation.id} invitation={invitation} format={format} />
        ))}
      </ul>
    </Section>
  );
}
