"use client";

import { useRouter } from "next/navigation";
import { Icon } from "@/components/ui/icon";
import { MenuButton } from "@/components/ui/menu-button";

type Choice = { readonly id: string; readonly label: string };

type UserMenuProps = {
  readonly name: string;
  readonly email: string;
  readonly label: string;
  readonly pages: readonly (Choice & { readonly href: string })[];
  readonly theme: { readonly title: string; readonly choices: readonly Choice[]; readonly chosen: string };
  readonly language: { readonly title: string; readonly choices: readonly Choice[]; readonly chosen: string };
  readonly signOutLabel: string;
  readonly chooseLanguage: (locale: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
};

function wearTheme(theme: string) {
  document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`;
  const root = document.documentElement;
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part.charAt(0))
    .join("");

const signOutId = "sign-out";

export function UserMenu({ pages, theme, language, ...user }: UserMenuProps) {
  const router = useRouter();
  const choose = (id: string) => {
    if (id === signOutId) void user.signOut();
    else if (theme.choices.some((choice) => choice.id === id)) {
      wearTheme(id);
      router.refresh();
    } else if (language.choices.some((choice) => choice.id === id)) {
      void user.chooseLanguage(id).then(() => router.refresh());
    }
  };
  const sections = [
    { label: null, items: pages },
    { label: theme.title, items: theme.choices, chosen: theme.chosen },
    { label: language.title, items: language.choices, chosen: language.chosen },
    { label: null, items: [{ id: signOutId, label: user.signOutLabel }] },
  ];
  return (
    <MenuButton
      label={`${user.label}: ${user.name}`}
      sections={sections}
      onChoose={choose}
      className="flex w-full items-center gap-2.5 rounded-md p-1.5 text-left hover:bg-sunken"
    >
      <span className="flex size-7 flex-none items-center justify-center rounded-full bg-accent text-xs font-semibold text-accent-ink">
        {initials(user.name)}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium">{user.name}</span>
        <span className="block truncate text-xs text-faint">{user.email}</span>
      </span>
      <Icon name="switch" className="size-4 text-faint" />
    </MenuButton>
  );
}
