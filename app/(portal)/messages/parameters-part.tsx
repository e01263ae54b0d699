import { getTranslations } from "next-intl/server";
import { BodyText } from "@/components/detail/body-text";
import { Section } from "@/components/detail/section";
import type { BodyParameter } from "@/lib/kernel/body-lines";

type ParametersProps = { readonly parameters: readonly BodyParameter[] };

/** What a body says, name by name. */
async function ParameterTable({ parameters }: ParametersProps) {
  const t = await getTranslations("message");
  if (parameters.length === 0) return <p className="text-sm text-soft">{t("noParameters")}</p>;
  return (
    <dl className="divide-y divide-line text-xs">
      {parameters.map(({ name, value }, index) => (
        <div key={index} className="flex flex-wrap gap-x-3 py-1">
          <dt className="min-w-40 flex-1 font-mono break-all text-soft">{name}</dt>
          <dd className="min-w-0 flex-1 basis-40 font-mono break-all">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type PartProps = ParametersProps & { readonly title: string; readonly first: string; readonly raw: string };

/** BK-8: the parameters beside the body from which they were read. */
export async function ParametersPart({ title, first, raw, parameters }: PartProps) {
  const t = await getTranslations("message");
  const copy = (await getTranslations("app"))("copy");
  const texts = { title: t("raw"), find: t("find"), empty: t("emptyBody"), copy };
  return (
    <Section title={title}>
      <div className="grid items-start gap-4 p-4 lg:grid-cols-2">
        <p className="font-mono text-xs break-all lg:col-span-2">{first}</p>
        <div className="min-w-0">
          <h3 className="mb-1 text-xs font-medium text-soft">{t("parameters")}</h3>
          <ParameterTable parameters={parameters} />
        </div>
        <BodyText text={raw} raw={raw} texts={texts} />
      </div>
    </Section>
  );
}
