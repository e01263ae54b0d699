import { getTranslations } from "next-intl/server";
import { CopyButton } from "@/components/detail/copy-button";
import { Section } from "@/components/detail/section";

type Shown = {
  readonly name: string;
  readonly value: string;
  readonly groupType?: string | null;
  readonly groupId?: string | null;
};

const groupOf = ({ groupType, groupId }: Shown): string =>
  [groupType ?? "", groupId ?? ""].filter((part) => part !== "").join(" ");

type ParametersProps = {
  readonly title: string;
  readonly parameters: readonly Shown[];
  /** Said when there are none. */
  readonly none: string;
  readonly children?: React.ReactNode;
};

/** Names and values as they came or went, each value one click from the clipboard. */
export async function ParametersPart({ title, parameters, none, children }: ParametersProps) {
  const t = await getTranslations("data-requests");
  const copy = (await getTranslations("app"))("copy");
  return (
    <Section title={title}>
      {children}
      {parameters.length === 0 ? (
        <p className="px-4 py-4 text-sm text-soft">{none}</p>
      ) : (
        <table className="w-full text-left text-sm">
          <caption className="sr-only">{title}</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">{t("parameters.name")}</th>
              <th scope="col">{t("parameters.value")}</th>
            </tr>
          </thead>
          <tbody>
            {parameters.map((parameter, place) => (
              <tr key={place} className="border-t border-line align-baseline first:border-t-0">
                <th
                  scope="row"
                  className="w-2/5 py-1.5 pr-3 pl-4 font-normal [overflow-wrap:anywhere] text-soft"
                >
                  {parameter.name}
                  {groupOf(parameter) !== "" && (
                    <span className="block text-xs text-faint">{groupOf(parameter)}</span>
                  )}
                </th>
                <td className="py-1.5 pr-3">
                  <div className="flex items-start gap-2">
                    <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{parameter.value}</span>
                    <CopyButton value={parameter.value} label={`${copy}: ${parameter.name}`} />
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
