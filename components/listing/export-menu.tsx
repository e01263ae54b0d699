import { getTranslations } from "next-intl/server";
import type { ListingView } from "@/components/listing/view";
import { Icon } from "@/components/ui/icon";
import { MenuButton } from "@/components/ui/menu-button";

const profiles = ["excel-local", "excel-english", "plain"] as const;

type ExportProps = {
  readonly view: ListingView;
  /** Where a list has a word of its own for it. */
  readonly own: string | undefined;
};

/** What is filtered, as a file. An address that was not understood whole would export something else. */
export async function ExportMenu({ view: { name, query, everything, savedView }, own }: ExportProps) {
  const t = await getTranslations("listing");
  const title = own ?? t("export.title");
  const content = (
    <>
      <Icon name="exports" />
      <span className="max-sm:sr-only">{title}</span>
    </>
  );
  if (query.ignored.length > 0) {
    return (
      <button type="button" className="button" aria-disabled="true" title={t("export.blocked")}>
        {content}
      </button>
    );
  }
  const items = profiles.map((profile) => {
    const address = new URLSearchParams([["profile", profile], ...everything]);
    if (savedView !== null) address.append("view", savedView);
    return {
      id: profile,
      label: t(`export.${profile}.label`),
      detail: t(`export.${profile}.detail`),
      href: `/api/export/${name}?${address.toString()}`,
      download: true,
    };
  });
  return (
    <MenuButton label={title} sections={[{ label: null, items }]}>
      {content}
    </MenuButton>
  );
}
