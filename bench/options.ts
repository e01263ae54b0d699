import { Command, InvalidArgumentError } from "commander";

const suiteNames = [
  "query",
  "api",
  "page",
  "browser",
  "csv",
  "settle",
  "nights",
  "files",
  "mails",
  "pushes",
  "bounces",
  "reports",
  "trust",
  "messages",
] as const;
export type SuiteName = (typeof suiteNames)[number];
export type Options = { readonly rows: number; readonly only: readonly string[] };

function readRows(text: string): number {
  const rows = Number(text);
  if (!/^\d+$/.test(text) || rows < 1_000 || rows > 10_000_000)
    throw new InvalidArgumentError("It is a whole number from 1000 to 10000000.");
  return rows;
}

function readOnly(text: string, before: readonly string[]): string[] {
  const [suite = ""] = text.split("/");
  if (!(suiteNames as readonly string[]).includes(suite))
    throw new InvalidArgumentError(`It begins with one of ${suiteNames.join(", ")}.`);
  return [...before, text];
}

export function readOptions(argv: readonly string[]): Options {
  const program = new Command("npm run bench --")
    .description(
      "Measures lists, API, page, export, settlement run, Trust's protocol and messages against bare code doing the same work.",
    )
    .option(
      "--only <name>",
      `a group (${suiteNames.join(", ")}) or one measure such as query/page-1000; repeatable`,
      readOnly,
      [],
    )
    .option("--rows <n>", "payments of the large merchant; made once for each count", readRows, 1_000_000)
    .allowExcessArguments(false);
  return program.parse([...argv]).opts<{ rows: number; only: string[] }>();
}

/** Whether a measure, or a group of them, is asked for. */
export const isWanted = ({ only }: Options, name: string): boolean =>
  only.length === 0 ||
  only.some((asked) => asked === name || asked.startsWith(`${name}/`) || name.startsWith(`${asked}/`));
