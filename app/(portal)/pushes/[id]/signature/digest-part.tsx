import { getTranslations } from "next-intl/server";
import type { Writing } from "@/app/(portal)/payments/[id]/payment-texts";
import type { Signature } from "@/app/(portal)/pushes/[id]/signature/read-signature";
import { CopyButton } from "@/components/detail/copy-button";
import { Section } from "@/components/detail/section";

type SignatureTranslator = Awaited<ReturnType<typeof getTranslations<"signature">>>;

async function Digest({ label, value }: { label: string; value: string }) {
  const copy = (await getTranslations("app"))("copy");
  return (
    <div>
      <p className="label">{label}</p>
      <p className="flex items-center gap-1 font-mono text-xs">
        <span className="break-all">{value}</span>
        <CopyButton value={value} label={`${copy}: ${label}`} />
      </p>
    </div>
  );
}

function recipeText(t: SignatureTranslator, { explained: { recipe } }: Signature): string {
  if (recipe.kind === "hash") return t("recipes.hash", { hash: t(`hashes.${recipe.hash}`) });
  return t(recipe.key === "text" ? "recipes.hmac" : "recipes.hmacBase64");
}

/** What text and secret become, with the secret of now and, while it counts, with the one before. */
export async function DigestPart({ signature, writing }: { signature: Signature; writing: Writing }) {
  const t = await getTranslations("signature");
  const { digest, before, explained, signedWith } = signature;
  return (
    <Section title={t("steps.digest")}>
      <div className="flex flex-col gap-3 px-4 py-3">
        <p className="text-sm text-soft">
          {recipeText(t, signature)} {t("carrier", { carrier: explained.carrier })}
        </p>
        <Digest label={t("withNow")} value={digest} />
        {before !== null && (
          <Digest label={t("withBefore", { until: writing.exact(before.until) })} value={before.digest} />
        )}
        {signedWith !== "now" && <p className="notice notice-calm">{t(`signedWith.${signedWith}`)}</p>}
      </div>
    </Section>
  );
}
