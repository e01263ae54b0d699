import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { ViewMenu } from "@/components/listing/view-menu";
import type { ViewActions } from "@/components/listing/view-model";
import type { ListingView } from "@/components/listing/view";
import { Icon } from "@/components/ui/icon";
import type { Layout } from "@/lib/listing/columns";
import type { Summary } from "@/lib/listing/spec";

export type ListedView = {
  readonly id: string;
  readonly name: string;
  readonly href: string;
  readonly isShared: boolean;
  readonly isStart: boolean;
  readonly mayManage: boolean;
  /** Whose it is, when it is somebody else's. */
  readonly owner: string | null;
  /** Filters or columns are not as they were saved. */
  readonly isChanged: boolean;
  /** Counts when it is drawn, never before the rows are there. */
  readonly count: () => Promise<Pick<Summary, "count" | "more"> | null>;
};

export type ListViews = {
  readonly current: string | null;
  readonly layout: Layout | null;
  readonly saveLayout: (layout: Layout) => Promise<void>;
  readonly all: readonly ListedView[];
  readonly actions: ViewActions;
};

type Props = { readonly view: ListingView; readonly views: ListViews };

async function Count({ view: { format }, of }: { view: ListingView; of: ListedView }) {
  const found = await of.count();
  if (found === null) return "–";
  return `${format.count(found.count)}${found.more ? "+" : ""}`;
}

const tab =
  "flex h-8 flex-none items-center gap-1.5 border-b-2 border-transparent px-2.5 text-sm text-soft no-underline hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink";

/** One tab for each view, with how many rows it has now. */
export async function ViewTabs({ view, views }: Props) {
  const t = await getTranslations("views");
  if (views.all.length === 0) return null;
  return (
    <nav aria-label={t("title")} className="mb-3 flex gap-1 overflow-x-auto border-b border-line">
      <a href={`/${view.name}`} className={tab} aria-current={views.current === null ? "page" : undefined}>
        {t("all")}
      </a>
      {views.all.map((one) => (
        <a
          key={one.id}
          href={one.href}
          className={tab}
          aria-current={one.id === views.current ? "page" : undefined}
          title={one.owner === null ? undefined : t("sharedBy", { name: one.owner })}
        >
          <span className="max-w-56 truncate">{one.name}</span>
          {one.isShared && <Icon name="people" className="size-3.5 flex-none text-faint" />}
          {one.isShared && <span className="sr-only">{t("shared")}</span>}
          <span className="numbers rounded-full bg-sunken px-1.5 text-xs text-soft" data-view-count>
            <Suspense fallback={<span className="inline-block w-5 animate-pulse">…</span>}>
              <Count view={view} of={one} />
            </Suspense>
          </span>
        </a>
      ))}
    </nav>
  );
}

/** Saving what is on the screen, and what can be done with the view that is open. */
export async function ViewControls({ view, views }: Props) {
  const t = await getTranslations("views");
  const app = await getTranslations("app");
  const open = views.all.find(({ id }) => id === views.current) ?? null;
  const current = open && {
    id: open.id,
    name: open.name,
    isShared: open.isShared,
    isStart: open.isStart,
    mayManage: open.mayManage,
    isChanged: open.isChanged,
  };
  return (
    <ViewMenu
      listing={view.name}
      query={view.everything.toString()}
      current={current}
      actions={views.actions}
      texts={{
        view: t("view"),
        save: t("save"),
        saveNew: t("saveNew"),
        saveText: t("saveText"),
        renew: t("renew"),
        renewed: t("renewed"),
        changed: t("changed"),
        edit: t("edit"),
        start: t("start"),
        startOn: t("startOn"),
        startOff: t("startOff"),
        remove: t("remove"),
        removeTitle: t("removeTitle", { name: open?.name ?? "" }),
        removeText: open?.isShared ? t("removeShared") : t("removeText"),
        name: t("name"),
        share: t("share"),
        refusals: {
          name_taken: t("nameTaken"),
          too_many: t("tooMany"),
          not_found: t("gone"),
          forbidden: t("forbidden"),
        },
        invalid: t("invalidName"),
        submit: app("save"),
        cancel: app("cancel"),
      }}
    />
  );
}
