import { getTranslations } from "next-intl/server";
import { relative, type Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { PushSettings } from "@/lib/features/websites/queries";

const unknown = { acceptedAt: null, refusedAt: null, failingSince: null };

/** PN-11: the first thing to look at when orders do not move. */
export async function HealthPart({ website, writing }: { website: PushSettings; writing: Writing }) {
  const t = await getTranslations("pushHealth");
  const { pushHealth: health, waiting } = website;
  const { acceptedAt, refusedAt, failingSince } = health ?? unknown;
  const said = (at: Date | null) =>
    at === null ? t("never") : `${writing.exact(at)} (${relative(writing, at)})`;
  const facts = [
    [t("accepted"), said(acceptedAt)],
    [t("refused"), said(refusedAt)],
    ...(failingSince === null ? [] : [[t("failingSince"), said(failingSince)] as const]),
    [t("waiting"), waiting.toString()],
  ] as const;
  return (
    <Section
      title={t("title")}
      aside={
        health !== null &&
        (failingSince === null ? (
          <Status tone="good" word={t("isWell")} code="well" />
        ) : (
          <Status tone="bad" word={t("isFailing")} code="failing" />
        ))
      }
    >
      <dl className="numbers grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 p-4 text-sm">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-soft">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
