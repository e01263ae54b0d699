import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { ReactNode } from "react";
import { choiceHref, type Chosen } from "@/app/(portal)/bounces/workbench/choice";
import { classTones } from "@/app/(portal)/bounces/tones";
import { Section } from "@/components/detail/section";
import { Status } from "@/components/ui/status";
import type { BounceGroups } from "@/lib/features/bounces/queries/workbench";

type Group = { readonly count: number; readonly steps: number; readonly fallbacks: number };
type RowProps = {
  readonly group: Group;
  readonly href: string;
  readonly isOn: boolean;
  readonly children: ReactNode;
};

async function GroupRow({ group, href, isOn, children }: RowProps) {
  const t = await getTranslations("bounces");
  const { count, steps, fallbacks } = group;
  const held = [
    steps > 0 ? t("workbench.steps", { count: steps }) : null,
    fallbacks > 0 ? t("workbench.fallbacks", { count: fallbacks }) : null,
  ].filter((part) => part !== null);
  return (
    <li className="border-t border-line first:border-t-0">
      <Link
        href={href}
        prefetch={false}
        aria-current={isOn ? "true" : undefined}
        className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2 text-sm no-underline hover:bg-canvas aria-[current]:bg-accent-tint"
      >
        <span className="numbers w-12 flex-none text-right font-semibold">{count}</span>
        <span className="max-w-full flex-[1_0_13rem] [overflow-wrap:anywhere]">{children}</span>
        {held.length > 0 && <span className="ml-auto text-right text-xs text-soft">{held.join(" · ")}</span>}
      </Link>
    </li>
  );
}

type GroupsProps = { readonly groups: BounceGroups; readonly chosen: Chosen };

const Empty = ({ text }: { readonly text: string }) => (
  <li className="px-4 py-4 text-sm text-soft">{text}</li>
);

async function Domains({ groups, chosen }: GroupsProps) {
  const t = await getTranslations("bounces");
  const { misspelled, others } = groups;
  const row = ({ domain, meant, ...group }: (typeof others)[number]) => (
    <GroupRow
      key={domain}
      group={group}
      href={choiceHref({ ...chosen, class: null, domain })}
      isOn={chosen.domain === domain}
    >
      {meant === null ? domain : t("workbench.meant", { domain, meant })}
    </GroupRow>
  );
  return (
    <>
      <Section title={t("workbench.misspelled")}>
        <ul>
          {misspelled.map(row)}
          {misspelled.length === 0 && <Empty text={t("workbench.noneMisspelled")} />}
        </ul>
      </Section>
      <Section title={t("workbench.byDomain")}>
        <ul>
          {others.map(row)}
          {others.length === 0 && <Empty text={t("workbench.none")} />}
        </ul>
      </Section>
    </>
  );
}

export async function GroupsPart({ groups, chosen }: GroupsProps) {
  const t = await getTranslations("bounces");
  const words = await getTranslations("email-bounces");
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Section title={t("workbench.byCause")}>
        <ul>
          {groups.classes.map(({ class: name, ...group }) => (
            <GroupRow
              key={name}
              group={group}
              href={choiceHref({ ...chosen, class: name, domain: null })}
              isOn={chosen.class === name}
            >
              <Status tone={classTones[name]} word={words(`values.class.${name}`)} code={name} />
            </GroupRow>
          ))}
          {groups.classes.length === 0 && <Empty text={t("workbench.none")} />}
        </ul>
      </Section>
      <div className="flex min-w-0 flex-col gap-4">
        <Domains groups={groups} chosen={chosen} />
      </div>
    </div>
  );
}
