import { getLocale, getTranslations } from "next-intl/server";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { enterMerchant, leave, speak } from "@/app/(portal)/actions";
import { Keyboard } from "@/components/shell/keyboard";
import { MerchantSwitcher } from "@/components/shell/merchant-switcher";
import type { NavLink } from "@/components/shell/nav-links";
import { QuickJump } from "@/components/shell/quick-jump";
import { Shell } from "@/components/shell/shell";
import { UserMenu } from "@/components/shell/user-menu";
import { countApprovals } from "@/lib/features/refunds/queries/approvals";
import { registry } from "@/lib/features/registry";
import { locales } from "@/lib/kernel/locale";
import { requireSession, type Session } from "@/lib/web/session";
import type { ListingName } from "@/components/listing/view";

const letters: Readonly<Record<string, string>> = {
  payments: "p",
  "data-requests": "d",
  "email-bounces": "b",
  exports: "e",
};
/** Stand as tabs above the bounces. */
const besideBounces = ["credit-management-bounces", "suppressions", "reports"];
const bouncePages = [...besideBounces.map((name) => `/${name}`), "/bounces"];

async function listLinks({ actor }: Session): Promise<NavLink[]> {
  const say = await getTranslations();
  return registry
    .filter(({ listing }) => actor.may.has(listing.permission) && !besideBounces.includes(listing.name))
    .map(({ listing }) => {
      const letter = letters[listing.name];
      const isBounces = listing.name === "email-bounces";
      return {
        href: `/${listing.name}`,
        label: isBounces ? say("bounces.menu") : say(`${listing.name as ListingName}.title`),
        icon: listing.name,
        ...(letter !== undefined && { letter }),
        ...(isBounces && { also: bouncePages }),
      };
    });
}

async function homeLink(): Promise<NavLink> {
  return { href: "/home", label: (await getTranslations("home"))("title"), icon: "home", letter: "h" };
}

async function helpLink(): Promise<NavLink> {
  return { href: "/help/statuses", label: (await getTranslations("help"))("title"), icon: "statuses" };
}

/** Who may approve sees how many wait; who may refund sees what became of the own wishes. */
async function approvalLinks({ actor }: Session): Promise<NavLink[]> {
  const mayApprove = actor.may.has("refunds:approve");
  if (!mayApprove && !actor.may.has("payments:refund")) return [];
  const t = await getTranslations("approvals");
  const waiting = mayApprove ? await countApprovals(actor.scope) : 0;
  return [
    {
      href: "/approvals",
      label: t("title"),
      icon: "approvals",
      ...(waiting > 0 && { badge: { text: waiting.toString(), label: t("waiting", { count: waiting }) } }),
    },
  ];
}

async function settingsLinks({ actor }: Session): Promise<NavLink[]> {
  const t = await getTranslations("settings");
  const shown = [
    ...(actor.may.has("settings:manage") ? (["websites", "refunds"] as const) : []),
    ...(actor.may.has("people:manage") ? (["people"] as const) : []),
    ...(["profile", "sessions"] as const),
  ];
  return shown.map((page) => ({
    href: `/settings/${page}`,
    label: t(`pages.${page}`),
    icon: page === "refunds" ? "limits" : page,
  }));
}

async function keyTexts() {
  const t = await getTranslations("keys");
  const shell = await getTranslations("shell");
  const app = await getTranslations("app");
  const keys = [
    { keys: ["/"], label: t("search") },
    { keys: ["Ctrl", "K"], label: t("jump") },
    { keys: ["j"], label: t("down") },
    { keys: ["k"], label: t("up") },
    { keys: ["Enter"], label: t("open") },
    { keys: ["o"], label: t("tab") },
    { keys: ["x"], label: t("tick") },
    { keys: ["f"], label: t("filters") },
    { keys: ["[", "]"], label: t("pages") },
    { keys: ["g", "h"], label: t("home") },
    { keys: ["g", "p"], label: t("payments") },
    { keys: ["g", "d"], label: t("dataRequests") },
    { keys: ["g", "b"], label: t("bounces") },
    { keys: ["Esc"], label: t("escape") },
    { keys: ["?"], label: t("help") },
  ];
  return { title: shell("keys"), close: app("close"), letters: t("letters"), keys };
}

async function Account({ user }: Pick<Session, "user">) {
  const t = await getTranslations("shell");
  const settings = await getTranslations("settings");
  const help = await getTranslations("help");
  const names = await getTranslations("languages");
  const theme = (await cookies()).get("theme")?.value ?? "system";
  return (
    <UserMenu
      name={user.name}
      email={user.email}
      label={t("account")}
      pages={[
        { id: "profile", label: settings("pages.profile"), href: "/settings/profile" },
        { id: "sessions", label: settings("pages.sessions"), href: "/settings/sessions" },
        { id: "statuses", label: help("title"), href: "/help/statuses" },
      ]}
      theme={{
        title: t("theme.title"),
        choices: (["system", "light", "dark"] as const).map((id) => ({ id, label: t(`theme.${id}`) })),
        chosen: theme,
      }}
      language={{
        title: t("language"),
        choices: locales.map((id) => ({ id, label: names(id) })),
        chosen: await getLocale(),
      }}
      signOutLabel={t("signOut")}
      chooseLanguage={speak}
      signOut={leave}
    />
  );
}

async function jumpTexts() {
  const t = await getTranslations("jump");
  const texts = { title: t("title"), placeholder: t("placeholder"), card: t("card") };
  return { ...texts, search: t("search", { text: "#" }) };
}

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const session = await requireSession();
  const t = await getTranslations("shell");
  const [approvals, home, help, lists, settings, texts, keys] = await Promise.all([
    approvalLinks(session),
    homeLink(),
    helpLink(),
    listLinks(session),
    settingsLinks(session),
    jumpTexts(),
    keyTexts(),
  ]);
  const work = lists.flatMap((link) => (link.href === "/refunds" ? [link, ...approvals] : [link]));
  const jump = { links: [home, ...work, ...settings, help], searchPath: "/payments", texts };
  const { merchant, merchants } = session;
  return (
    <Shell
      navigation={[home, ...work]}
      settings={settings}
      texts={{ navigation: t("navigation"), menu: t("menu"), settings: t("settings") }}
      demo={merchant.isDemo ? { label: t("demo"), hint: t("demoHint") } : null}
      merchant={
        <MerchantSwitcher
          label={t("merchant")}
          merchants={merchants}
          chosen={merchant}
          choose={enterMerchant}
        />
      }
      search={<QuickJump {...jump} className="button w-full font-normal text-faint max-lg:hidden" />}
      searchSmall={<QuickJump {...jump} className="button button-quiet px-2" />}
      account={<Account user={session.user} />}
    >
      {children}
      <Keyboard texts={keys} />
    </Shell>
  );
}
