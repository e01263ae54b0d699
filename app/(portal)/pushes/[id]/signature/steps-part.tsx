import { getTranslations } from "next-intl/server";
import type { Signature } from "@/app/(portal)/pushes/[id]/signature/read-signature";
import { RawText } from "@/components/detail/raw-text";
import { Section } from "@/components/detail/section";

type SignatureTranslator = Awaited<ReturnType<typeof getTranslations<"signature">>>;

const cell = "border-t border-line px-4 py-1.5 align-top";

function Table({ caption, rows }: { caption: string; rows: readonly (readonly [string, string])[] }) {
  return (
    <table className="w-full table-fixed text-xs" aria-label={caption}>
      <tbody>
        {rows.map(([name, value], index) => (
          <tr key={`${index.toString()} ${name}`}>
            <th
              scope="row"
              className={`${cell} w-2/5 text-left font-medium [overflow-wrap:anywhere] lg:w-1/4`}
            >
              {name}
            </th>
            <td className={`${cell} font-mono [overflow-wrap:anywhere] whitespace-pre-wrap`}>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function rowsOf(t: SignatureTranslator, { explained: { fields, parts } }: Signature) {
  return fields ?? (parts ?? []).map(([name, value]) => [t(`partNames.${name}`), value] as const);
}

/** The pieces that are signed, in the order in which they are joined. */
export async function PiecesPart({ signature }: { signature: Signature }) {
  const t = await getTranslations("signature");
  const title = t(signature.explained.fields === null ? "steps.parts" : "steps.fields");
  return (
    <Section title={title}>
      <p className="px-4 py-2.5 text-sm text-soft">{t(`rules.${signature.format}`)}</p>
      <Table caption={title} rows={rowsOf(t, signature)} />
    </Section>
  );
}

/** The text as one piece: what a receiver has to come to. */
export async function TextPart({ signature }: { signature: Signature }) {
  const t = await getTranslations("signature");
  const copy = (await getTranslations("app"))("copy");
  const { text, recipe } = signature.explained;
  const size = { characters: text.length, bytes: new TextEncoder().encode(text).length };
  return (
    <Section title={t("steps.text")}>
      <div className="flex flex-col gap-2 px-4 py-3">
        <RawText title={t("size", size)} copy={copy} text={text} isExact />
        {recipe.kind === "hash" && <p className="text-sm text-soft">{t("appended")}</p>}
      </div>
    </Section>
  );
}
