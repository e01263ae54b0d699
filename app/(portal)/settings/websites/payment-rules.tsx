import { getTranslations } from "next-intl/server";
import {
  PaymentRulesForm,
  type PaymentRulesFormProps,
} from "@/app/(portal)/settings/websites/payment-rules-form";
import { captureModes } from "@/lib/features/payments/model";
import { ruleLimits } from "@/lib/features/websites/commands/payment-rules";
import type { findWebsites } from "@/lib/features/websites/queries";

type Website = Awaited<ReturnType<typeof findWebsites>>[number];
type WebsiteTranslator = Awaited<ReturnType<typeof getTranslations<"websites">>>;

const written = (value: number | null) => (value === null ? "" : value.toString());

function numbersOf(t: WebsiteTranslator, website: Website): PaymentRulesFormProps["numbers"] {
  const values = {
    validityMinutes: website.validitySeconds / 60,
    waitingRefundHours: website.waitingRefundHours,
    refundWindowMonths: website.refundWindowMonths,
    duplicateCheckMinutes: website.duplicateCheckMinutes,
  };
  const names = [
    "validityMinutes",
    "waitingRefundHours",
    "refundWindowMonths",
    "duplicateCheckMinutes",
  ] as const;
  return names.map((name) => {
    const [least, most] = ruleLimits[name];
    return {
      name,
      label: t(`rules.${name}.label`),
      hint: t(`rules.${name}.hint`),
      value: written(values[name]),
      outOfRange: t("rules.outOfRange", { least, most }),
    };
  });
}

const ticksOf = (t: WebsiteTranslator, website: Website): PaymentRulesFormProps["ticks"] =>
  (["retryEnabled", "refundsInPlatform"] as const).map((name) => ({
    name,
    label: t(`rules.${name}.label`),
    hint: t(`rules.${name}.hint`),
    on: website[name],
  }));

export async function PaymentRules({ website }: { website: Website }) {
  const t = await getTranslations("websites");
  const payment = await getTranslations("payment");
  const settings = await getTranslations("settings");
  const app = await getTranslations("app");
  return (
    <section aria-label={`${t("rules.title")}: ${website.name}`}>
      <h3 className="mb-3 text-sm font-semibold">{t("rules.title")}</h3>
      <PaymentRulesForm
        websiteId={website.id}
        capture={{
          label: t("captureMode"),
          hint: t("rules.captureHint"),
          value: website.captureMode,
          options: captureModes.map((id) => ({ id, label: payment(`captureModes.${id}`) })),
        }}
        numbers={numbersOf(t, website)}
        ticks={ticksOf(t, website)}
        texts={{
          save: app("save"),
          about: t("rules.saveFor", { name: website.name }),
          saved: app("saved"),
          notANumber: t("rules.notANumber"),
          wrong: t("rules.wrong"),
          refusals: { forbidden: settings("forbidden"), not_found: settings("gone") },
        }}
      />
    </section>
  );
}
