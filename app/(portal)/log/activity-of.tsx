import { getTranslations } from "next-intl/server";
import { becameTones } from "@/app/(portal)/log/tones";
import { sayActor, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import { Timeline, type TimelineLine } from "@/components/detail/timeline";
import type { ActivityRow } from "@/lib/features/activity-log/listing";
import { findActivityOf } from "@/lib/features/activity-log/queries";
import type { PushState } from "@/lib/features/pushes/model";
import type { MerchantScope } from "@/lib/kernel/access";

type ActivityOfProps = { readonly scope: MerchantScope; readonly id: string; readonly writing: Writing };

type Became = Parameters<Awaited<ReturnType<typeof getTranslations<"log">>>>[0];

/** How far the push about it is, and why. */
const noteOf = ({ text }: ActivityRow, push: string | null) => {
  const parts = [push, text].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(" · ");
};

/** BK-6: all that happened to one object, push status included, newest first. */
export async function ActivityOf({ scope, id, writing }: ActivityOfProps) {
  const t = await getTranslations("log");
  const payment = await getTranslations("payment");
  const message = await getTranslations("message");
  const rows = await findActivityOf(scope, id);
  const lines = rows.map((row): TimelineLine => {
    const tone = becameTones[row.became] ?? "off";
    return {
      id: row.id,
      icon: tone,
      tone,
      text: `${t(`values.object.${row.object.code}`)}: ${t(`values.became.${row.became}` as Became)}`,
      note: noteOf(row, row.push === null ? null : t(`values.push.${row.push as PushState}`)),
      actor: sayActor(payment, row.actor),
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
