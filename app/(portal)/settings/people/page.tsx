import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/app/(portal)/settings/action-form";
import { giveRole, removePerson } from "@/app/(portal)/settings/actions";
import { SettingsPage } from "@/app/(portal)/settings/settings-page";
import { findColleagues } from "@/lib/features/people/queries";
import { roles, type Role } from "@/lib/kernel/access";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("pages.people") };
}

type Colleague = Awaited<ReturnType<typeof findColleagues>>[number];

type RoleFormsProps = { readonly person: Colleague; readonly merchant: string };

async function RoleForms({ person, merchant }: RoleFormsProps) {
  const t = await getTranslations("people");
  const settings = await getTranslations("settings");
  const names = await getTranslations("roles");
  const app = await getTranslations("app");
  const refusals = { forbidden: settings("forbidden"), not_found: settings("gone"), own_role: t("ownRole") };
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

export default async function PeoplePage() {
  const { actor, user, merchant } = await requirePermission("people:manage");
  const t = await getTranslations("people");
  const settings = await getTranslations("settings");
  const names = await getTranslations("roles");
  const people = await findColleagues(actor.scope);
  return (
    <SettingsPage title={settings("pages.people")} lead={t("lead", { merchant: merchant.name })}>
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
    </SettingsPage>
  );
}
