import { getLocale, getMessages, getTranslations } from "next-intl/server";
import { BulkActions } from "@/app/(portal)/payments/bulk-actions";
import { pluralForms } from "@/components/ui/plural";
import { bulkMoves, movePermissions } from "@/lib/features/moves/model";
import type { Permission } from "@/lib/kernel/access";

const sections = ["closed", "refusals", "bulk", "titles"] as const;

type BulkPartProps = { readonly may: ReadonlySet<Permission>; readonly timezone: string };

/** Nothing for those who may move nothing. */
export async function BulkPart({ may, timezone }: BulkPartProps) {
  const own = bulkMoves.filter((move) => may.has(movePermissions[move]));
  if (own.length === 0) return null;
  const t = await getTranslations("moves");
  const app = await getTranslations("app");
  const messages = await getMessages();
  const texts = Object.fromEntries(sections.map((section) => [section, messages.moves[section]])) as Pick<
    typeof messages.moves,
    (typeof sections)[number]
  >;
  const locale = await getLocale();
  return (
    <BulkActions
      moves={own}
      texts={texts}
      payments={pluralForms(locale, (count) => t("bulk.payments", { count }))}
      reader={{ locale, timezone }}
      close={app("close")}
    />
  );
}
