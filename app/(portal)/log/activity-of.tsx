import { getTranslations } from "next-intl/server";
import { becameTones } from "@/app/(portal)/log/tones";
import { sayPerson } from "@/app/(portal)/messages/say-person";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import { Timeline, type TimelineLine } from "@/components/detail/timeline";
import { findActivityOf } from "@/lib/features/activity-log/queries";
import type { MerchantScope } from "@/lib/kernel/access";

type ActivityOfProps = { readonly scope: MerchantScope; readonly id: string; readonly writing: Writing };

type Became = Parameters<Awaited<ReturnType<typeof getTranslations<"log">>>>[0];

/** BK-6: all that happened to one object, push status included, newest first. */
export async function ActivityOf({ scope, id, writing }: ActivityOfProps) {
  const t = await getTranslations("log");
  const message = await getTranslations("message");
  const rows = await findActivityOf(scope, id);
  const lines = rows.map((row): TimelineLine => {
    const tone = becameTones[row.became] ?? "off";
    return {
      id: row.id,
      icon: tone,
      tone,
      text: `${t(`values.object.${row.object.code}`)}: ${t(`values.became.${row.became}` as Became)}`,
      note: [row.event, row.text].filter((part) => part !== null && part !== "").join(" · "),
      actor: sayPerson(message, row.actor),
      at: writing.exact(row.at),
      iso: row.at.toISOString(),
    };
  });
  return (
    <Section title={t("title")}>
      <Timeline lines={lines} empty={message("nothingLogged")} />
    </Section>
  );
}
