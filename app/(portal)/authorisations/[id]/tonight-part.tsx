import { getTranslations } from "next-intl/server";
import Link from "next/link";
import {
  moneyIn,
  type ChainProps,
  type ChainTranslator,
} from "@/app/(portal)/authorisations/[id]/chain-words";
import { Section } from "@/components/detail/section";
import { isLive } from "@/lib/features/authorisations/model";
import { tonightOf, type Tonight } from "@/lib/features/chain-acts/model";
import type { Permission } from "@/lib/kernel/access";
import { berlinDay, nextNightStart } from "@/lib/kernel/nights";

type TonightProps = ChainProps & { readonly may: ReadonlySet<Permission> };

function nothingOf({ state, phase }: ChainProps["detail"]["chain"]) {
  if (phase !== null) return "busy";
  if (state === "captured" || state === "reversed" || state === "lapsed") return state;
  return isLive({ state }) ? "unrenewed" : "bare";
}

function sayNext(t: ChainTranslator, props: ChainProps, { next }: Tonight): string {
  const { detail, writing } = props;
  if (next.kind === "nothing") return t(`nothing.${nothingOf(detail.chain)}`);
  const minor = "minor" in next ? next.minor : detail.chain.reservedMinor;
  return t(`next.${next.kind}`, { amount: moneyIn(props)(minor), at: writing.moment(next.at) });
}

/** A setting that was saved and counts from the next night on. */
async function Coming({ detail, writing, may }: TonightProps) {
  if (detail.settings.coming === null) return null;
  const t = await getTranslations("authorisation");
  const day = writing.format.day(berlinDay(nextNightStart(writing.now)));
  return (
    <p className="text-soft">
      {t("coming", { day })}{" "}
      {may.has("settings:manage") && (
        <Link
          href={`/settings/websites/${detail.website.id}/renewals`}
          prefetch={false}
          className="whitespace-nowrap text-accent underline"
        >
          {t("toSettings")}
        </Link>
      )}
    </p>
  );
}

/** What happens by itself, from the same decisions as the run's. */
export async function TonightPart(props: TonightProps) {
  const { detail, writing } = props;
  const t = await getTranslations("authorisation");
  const tonight = tonightOf(detail, writing.now);
  const isCalm = tonight.next.kind !== "nothing" && !tonight.isTonight;
  return (
    <Section title={t("parts.tonight")}>
      <div className="numbers flex flex-col gap-1.5 px-4 py-3 text-sm">
        {isCalm && <p className="font-medium">{t("calm")}</p>}
        <p className={isCalm ? "" : "font-medium"}>{sayNext(t, props, tonight)}</p>
        <Coming {...props} />
      </div>
    </Section>
  );
}
