import { getTranslations } from "next-intl/server";
import {
  anchorOf,
  flowTables,
  flowTexts,
  type FlowName,
  type FlowTexts,
} from "@/app/(portal)/help/statuses/flow-words";
import { otherWords, systemNames, systems, type System } from "@/app/(portal)/help/statuses/other-words";
import { FlowMoves } from "@/components/detail/flow-list";
import { FlowPicture } from "@/components/detail/flow-picture";
import { ScrollFrame } from "@/components/ui/scroll-frame";
import { Status } from "@/components/ui/status";

type PartProps = { readonly name: FlowName; readonly texts: FlowTexts };

const usedSystems = (name: FlowName): readonly System[] =>
  systemNames.filter((system) =>
    Object.values(otherWords[name]).some((words) => words[system] !== undefined),
  );

function StatusChip({ name, texts, status }: PartProps & { status: string }) {
  const tone = flowTables[name].tones[status] ?? "off";
  return <Status tone={tone} word={texts.words.status(status)} code={status} />;
}

async function SystemCell({ name, status, system }: { name: FlowName; status: string; system: System }) {
  const t = await getTranslations("help");
  const words = otherWords[name][status]?.[system];
  if (words === undefined)
    return (
      <td role="cell" className="help-none text-faint">
        <span aria-hidden="true">–</span>
        <span className="sr-only">{t("none")}</span>
      </td>
    );
  return (
    <td role="cell">
      <span aria-hidden="true" className="help-system">
        {systems[system].name}
      </span>
      <span lang={systems[system].language}>
        {words.map((word) => (
          <span key={word} className="block pl-3 -indent-3">
            {word}
          </span>
        ))}
      </span>
    </td>
  );
}

/** Roles by name: as cards on a phone it is laid out as no table, and Safari would forget that it is one. */
async function WordsTable({ name, texts }: PartProps) {
  const t = await getTranslations("help");
  const flow = await getTranslations("flow");
  const shown = usedSystems(name);
  const caption = t("table", { name: flow(`names.${name}`) });
  const heads = [t("status"), t("meaning"), ...shown.map((system) => systems[system].name)];
  return (
    <ScrollFrame label={caption} className="help-words relative">
      <table role="table">
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {heads.map((head) => (
              <th key={head} role="columnheader" scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {Object.keys(flowTables[name].flow).map((status) => (
            <tr key={status} role="row" id={anchorOf(name, status)}>
              <th role="rowheader" scope="row">
                <StatusChip name={name} texts={texts} status={status} />
              </th>
              <td role="cell" className="help-meaning">
                {texts.meaning(status)}
              </td>
              {shown.map((system) => (
                <SystemCell key={system} name={name} status={status} system={system} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}

async function MovesList({ name, texts }: PartProps) {
  const t = await getTranslations("help");
  const { flow } = flowTables[name];
  return (
    <details className="border-t border-line px-4 py-3">
      <summary className="text-sm font-medium text-accent">{t("moves")}</summary>
      <ul className="mt-3 grid gap-x-8 gap-y-5 lg:grid-cols-2">
        {Object.keys(flow).map((status) => (
          <li key={status}>
            <p className="mb-1.5">
              <StatusChip name={name} texts={texts} status={status} />
            </p>
            <FlowMoves
              flow={flow}
              from={status}
              words={texts.words}
              needs={texts.needs}
              texts={texts.moves}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** One table of the product: its statuses in words, beside the words of others, and the picture drawn from it. */
export async function FlowSection({ name }: { name: FlowName }) {
  const t = await getTranslations("help");
  const flow = await getTranslations("flow");
  const texts = await flowTexts(name);
  const title = flow(`names.${name}`);
  return (
    <section aria-labelledby={name}>
      <h2 id={name} className="text-lg font-semibold tracking-tight">
        {title}
      </h2>
      <p className="mb-3 max-w-3xl text-soft">{t(`about.${name}`)}</p>
      <div className="panel overflow-hidden">
        <WordsTable name={name} texts={texts} />
        <div className="border-t border-line">
          <FlowPicture
            name={`flow-${name}`}
            flow={flowTables[name].flow}
            words={texts.words}
            tones={flowTables[name].tones}
            texts={{ title: flow("picture", { name: title }), here: flow("here") }}
          />
          <p className="px-4 pb-3 text-xs text-faint">{flow("finalMark")}</p>
        </div>
        <MovesList name={name} texts={texts} />
      </div>
    </section>
  );
}
