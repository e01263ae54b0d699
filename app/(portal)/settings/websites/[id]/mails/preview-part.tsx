import { getTranslations } from "next-intl/server";
import { Section } from "@/components/detail/section";
import { previewSample } from "@/lib/features/communications/queries/preview";
import type { CommunicationKind } from "@/lib/kernel/communications";
import { locales, type Locale } from "@/lib/kernel/locale";

/** What customers get; the other kinds go to people of the merchant. */
export const customerKinds = [
  "payment_confirmation",
  "payment_invitation",
  "refund_notice",
  "invoice_invitation",
  "invoice_reminder",
] as const satisfies readonly CommunicationKind[];
type CustomerKind = (typeof customerKinds)[number];

type PreviewPartProps = {
  readonly kind: CustomerKind;
  readonly locale: Locale;
  readonly shop: string;
  readonly timezone: string;
};

type ChoiceProps = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
};

const Choice = ({ name, label, value, options }: ChoiceProps) => (
  <label>
    <span className="label">{label}</span>
    <select name={name} defaultValue={value} className="field">
      {options.map(([id, text]) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </select>
  </label>
);

/** How a mail looks before a customer sees it: a document of its own that may do nothing. */
export async function PreviewPart({ kind, locale, shop, timezone }: PreviewPartProps) {
  const t = await getTranslations("mailSettings");
  const emails = await getTranslations("emails");
  const names = await getTranslations("languages");
  const mail = await previewSample(kind, locale, { shop, timezone });
  const kinds = customerKinds.map((id) => [id, emails(`values.kind.${id}`)] as const);
  return (
    <Section title={t("preview")}>
      <div className="p-4">
        <form className="flex flex-wrap items-end gap-3">
          <Choice name="kind" label={t("kind")} value={kind} options={kinds} />
          <Choice
            name="language"
            label={t("language")}
            value={locale}
            options={locales.map((id) => [id, names(id)] as const)}
          />
          <button type="submit" className="button">
            {t("show")}
          </button>
        </form>
        <p className="mt-4 mb-2 text-sm">
          <span className="text-soft">{t("subject")}</span> <span lang={locale}>{mail.subject}</span>
        </p>
        <iframe
          title={t("frame", { kind: emails(`values.kind.${kind}`) })}
          lang={locale}
          sandbox=""
          srcDoc={mail.html}
          className="bg-white h-160 w-full rounded-md border border-line"
        />
        <details className="mt-3">
          <summary className="cursor-pointer text-sm">{t("text")}</summary>
          <pre lang={locale} className="mt-2 text-xs break-words whitespace-pre-wrap">
            {mail.text}
          </pre>
        </details>
      </div>
    </Section>
  );
}
