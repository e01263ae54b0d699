import { getTranslations } from "next-intl/server";
import type { Signature } from "@/app/(portal)/pushes/[id]/signature/read-signature";
import { RawText } from "@/components/detail/raw-text";
import { Section } from "@/components/detail/section";
import { checks, placeholder } from "@/lib/wire/signing/checks";

/** Programs that print the digest; the reader puts the own secret into them. */
export async function CheckPart({ signature }: { signature: Signature }) {
  const t = await getTranslations("signature");
  const copy = (await getTranslations("app"))("copy");
  const { recipe, text } = signature.explained;
  return (
    <Section title={t("check.title")}>
      <p className="px-4 py-2.5 text-sm text-soft">{t("check.lead", { placeholder })}</p>
      {checks.map(({ language, code }, index) => (
        <details key={language} name="check" open={index === 0} className="border-t border-line">
          <summary className="px-4 py-2 text-sm font-medium text-accent">{language}</summary>
          <div className="px-4 pb-3">
            <RawText title={t("check.program", { language })} copy={copy} text={code(recipe, text)} isExact />
          </div>
        </details>
      ))}
    </Section>
  );
}
