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
  const copy = (await getTranslations("app"))("copy");
  return (
    <Section title={title}>
      {children}
      {parameters.length === 0 ? (
        <p className="px-4 py-4 text-sm text-soft">{none}</p>
      ) : (
        <dl className="text-sm">
          {parameters.map((parameter, place) => (
            <div
              key={place}
              className="flex items-baseline gap-x-3 border-t border-line px-4 py-1.5 first:border-t-0 max-sm:flex-wrap"
            >
              <dt className="w-2/5 flex-none [overflow-wrap:anywhere] text-soft max-sm:w-full">
                {parameter.name}
                {groupOf(parameter) !== "" && (
                  <span className="ml-2 text-xs text-faint">{groupOf(parameter)}</span>
                )}
              </dt>
              <dd className="min-w-0 flex-1 [overflow-wrap:anywhere]">{parameter.value}</dd>
              <dd>
                <CopyButton value={parameter.value} label={`${copy}: ${parameter.name}`} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Section>
  );
}
