import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ActionForm } from "@/app/(portal)/settings/action-form";
import { giveRole, removePerson } from "@/app/(portal)/settings/actions";
import { InvitationsPart } from "@/app/(portal)/settings/people/invitations-part";
import { InviteForm } from "@/app/(portal)/settings/people/invite-form";
import { SettingsPage } from "@/app/(portal)/settings/settings-page";
import { Section } from "@/components/detail/section";
import { findColleagues, findInvitations } from "@/lib/features/people/queries";
import { mayGive } from "@/lib/features/people/model";
import { roles, type Role } from "@/lib/kernel/access";
import { locales } from "@/lib/kernel/locale";
import { requirePermission, type Session } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("pages.people") };
}

type Colleague = Awaited<ReturnType<typeof findColleagues>>[number];

type RoleFormsProps = { readonly person: Colleague; readonly merchant: string };

async function RoleChoice({ person }: Pick<RoleFormsProps, "person">) {
  const t = await getTranslations("people");
  const names = await getTranslations("roles");
  return (
    <select
      key={person.role}
      name="role"
      defaultValue={person.role}
      aria-label={`${t("role")}: ${person.name}`}
      className="field w-auto"
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {names(role)}
        </option>
      ))}
    </select>
  );
}

async function RoleForms({ person, merchant }: RoleFormsProps) {
  const t = await getTranslations("people");
  const settings = await getTranslations("settings");
  const app = await getTranslations("app");
  const refusals = {
    forbidden: settings("forbidden"),
    not_found: settings("gone"),
    own_role: t("ownRole"),
    above_own_role: t("aboveOwnRole"),
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ActionForm
        action={giveRole}
        hidden={{ userId: person.id }}
        submit={app("save")}
        about={person.name}
        done={app("saved")}
        refusals={refusals}
      >
        <RoleChoice person={person} />
      </ActionForm>
      <ActionForm
        action={removePerson}
        hidden={{ userId: person.id }}
        submit={t("remove")}
        about={person.name}
        done=""
        ask={{
          title: t("removeTitle", { name: person.name, merchant }),
          text: t("removeText", { email: person.email, merchant }),
          confirm: t("removeConfirm", { name: person.name }),
          cancel: app("cancel"),
        }}
        refusals={refusals}
      />
    </div>
  );
}

async function inviteTexts() {
  const t = await getTranslations("people");
  const settings = await getTranslations("settings");
  return {
    email: t("invite.email"),
    emailHint: t("invite.emailHint"),
    name: t("invite.name"),
    nameHint: t("invite.nameHint"),
    role: t("role"),
    language: t("invite.language"),
    submit: t("invite.submit"),
    done: t("invite.done", { email: "{email}" }),
    invalid: t("invite.invalid"),
    refusals: {
      forbidden: settings("forbidden"),
      above_own_role: t("aboveOwnRole"),
      has_account: t("invite.hasAccount"),
      invited_before: t("invite.invitedBefore"),
      too_many: t("invite.tooMany"),
    },
  };
}

async function InvitePart({ may }: Pick<Session["actor"], "may">) {
  const t = await getTranslations("people");
  const names = await getTranslations("roles");
  const languages = await getTranslations("languages");
  return (
    <Section title={t("invite.title")}>
      <InviteForm
        roles={roles.filter((role) => mayGive(may, role)).map((role) => [role, names(role)])}
        locales={locales.map((locale) => [locale, languages(locale)])}
        locale={await getLocale()}
        texts={await inviteTexts()}
      />
    </Section>
  );
}

export default async function PeoplePage() {
  const { actor, user, merchant } = await requirePermission("people:manage");
  const t = await getTranslations("people");
  const settings = await getTranslations("settings");
  const names = await getTranslations("roles");
  const [people, invitations] = await Promise.all([
    findColleagues(actor.scope),
    findInvitations(actor.scope),
  ]);
  return (
    <SettingsPage title={settings("pages.people")} lead={t("lead", { merchant: merchant.name })}>
      <div className="flex flex-col gap-4">
        <ul className="panel">
          {people.map((person) => (
            <li
              key={person.id}
              className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-4 py-3 text-sm first:border-t-0"
            >
              <div className="min-w-48 flex-1">
                <p className="font-medium">{person.name}</p>
                <p className="text-xs text-soft">{person.email}</p>
              </div>
              {person.id === user.id ? (
                <p className="text-soft">
                  {names(person.role as Role)} ({settings("you")})
                </p>
              ) : (
                <RoleForms person={person} merchant={merchant.name} />
              )}
            </li>
          ))}
        </ul>
        {invitations.length > 0 && <InvitationsPart invitations={invitations} timezone={merchant.timezone} />}
        <InvitePart may={actor.may} />
      </div>
    </SettingsPage>
  );
}
