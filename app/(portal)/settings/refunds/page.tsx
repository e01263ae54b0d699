import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { sayActor, writingFor } from "@/app/(portal)/payments/[id]/payment-texts";
import { ActionForm } from "@/app/(portal)/settings/action-form";
import { removeLimit } from "@/app/(portal)/settings/refunds/actions";
import { LimitForm } from "@/app/(portal)/settings/refunds/limit-form";
import { SettingsPage } from "@/app/(portal)/settings/settings-page";
import { findRefundLimits } from "@/lib/features/refunds/queries/limits";
import { currencies, toMajor } from "@/lib/kernel/money";
import { requestTime } from "@/lib/web/request-time";
import { requirePermission } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("pages.refunds") };
}

type Limit = Awaited<ReturnType<typeof findRefundLimits>>[number];

async function limitTexts(about: string, save: string) {
  const t = await getTranslations("refundLimits");
  const app = await getTranslations("app");
  return {
    currency: t("currency"),
    amount: t("amount"),
    save,
    about,
    saved: app("saved"),
    badAmount: t("badAmount"),
    forbidden: (await getTranslations("settings"))("forbidden"),
  };
}

async function LimitLine({ record, timezone }: { record: Limit; timezone: string }) {
  const t = await getTranslations("refundLimits");
  const settings = await getTranslations("settings");
  const app = await getTranslations("app");
  const actors = await getTranslations("payment");
  const writing = await writingFor(timezone, requestTime());
  const { limit } = record;
  const amount = writing.money(limit);
  const { currency } = limit;
  const set = { who: sayActor(actors, record.actor), at: writing.format.instant(record.setAt)[0] };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-4 py-3 text-sm first:border-t-0">
      <div className="min-w-56 flex-1">
        <p>
          {t.rich("rule", {
            amount,
            b: (text) => <strong className="numbers font-semibold">{text}</strong>,
          })}
        </p>
        <p className="text-xs text-soft">{t("setBy", set)}</p>
      </div>
      <LimitForm
        limit={{ currency, amount: toMajor(limit) }}
        currencies={[]}
        texts={await limitTexts(t("saveFor", { currency }), app("save"))}
      />
      <ActionForm
        action={removeLimit}
        hidden={{ currency }}
        submit={t("remove")}
        about={currency}
        done=""
        ask={{
          title: t("removeTitle", { currency }),
          text: t("removeText", { currency }),
          confirm: t("remove"),
          cancel: app("cancel"),
        }}
        refusals={{ forbidden: settings("forbidden"), not_found: settings("gone") }}
      />
    </li>
  );
}

export default async function RefundLimitsPage() {
  const { actor, merchant } = await requirePermission("settings:manage");
  const t = await getTranslations("refundLimits");
  const settings = await getTranslations("settings");
  const limits = await findRefundLimits(actor.scope);
  const taken = new Set(limits.map(({ limit }) => limit.currency));
  const left = currencies.filter((code) => !taken.has(code));
  const common = [...left].sort((a, b) => Number(b === "EUR") - Number(a === "EUR"));
  return (
    <SettingsPage title={settings("pages.refunds")} lead={t("lead", { merchant: merchant.name })}>
      {limits.length === 0 ? (
        <p className="notice">{t("none")}</p>
      ) : (
        <ul className="panel">
          {limits.map((record) => (
            <LimitLine key={record.limit.currency} record={record} timezone={merchant.timezone} />
          ))}
        </ul>
      )}
      {common.length > 0 && (
        <section className="panel mt-4 px-4 py-3">
          <h2 className="mb-2 text-sm font-semibold">{t("add")}</h2>
          <LimitForm
            key={common.join(" ")}
            limit={null}
            currencies={common}
            texts={await limitTexts(t("add"), t("add"))}
          />
          <p className="mt-2 text-xs text-faint">{t("hint")}</p>
        </section>
      )}
    </SettingsPage>
  );
}
