import { pathToFileURL } from "node:url";
import type { Listing } from "@/lib/listing/spec";
import { catalogueProblems, flatten, locales, type Catalogues } from "@/scripts/checks/catalogues";
import { commandAuditProblems } from "@/scripts/checks/commands-audit";
import { documentProblems } from "@/scripts/checks/document-paths";
import { fileLengthProblems } from "@/scripts/checks/file-length";
import { fileNameProblems } from "@/scripts/checks/file-names";
import { listingProblems } from "@/scripts/checks/listings-registered";
import { lockFileProblems } from "@/scripts/checks/lock-file";
import { messageKeyProblems } from "@/scripts/checks/message-keys";
import { messageUses, translatorTypes } from "@/scripts/checks/message-uses";
import {
  absolutePath,
  filesBelow,
  projectFileExists,
  readProjectFile,
  sourceFiles,
} from "@/scripts/checks/project-files";

const files = sourceFiles();

async function declaredListings(): Promise<readonly Listing[]> {
  const declarations = files.filter((file) => /^lib\/features\/[^/]+\/listing\.ts$/.test(file));
  const modules = await Promise.all(
    declarations.map(
      (file) => import(pathToFileURL(absolutePath(file)).href) as Promise<Record<string, unknown>>,
    ),
  );
  const isListing = (value: unknown): value is Listing =>
    typeof value === "object" && value !== null && "columns" in value && "filters" in value;
  return modules.flatMap((module) => Object.values(module).filter(isListing));
}

const readCatalogues = (): Catalogues =>
  Object.fromEntries(
    locales.map((locale) => [locale, flatten(JSON.parse(readProjectFile(`locales/${locale}.json`)))]),
  ) as Catalogues;

async function messageProblems(): Promise<readonly string[]> {
  const catalogues = readCatalogues();
  const speaking = files.filter(
    (file) => /^(app|components|lib)\/.*\.tsx?$/.test(file) && !file.includes(".test."),
  );
  const types = new Map(speaking.flatMap((file) => [...translatorTypes(readProjectFile(file))]));
  const uses = speaking.flatMap((file) => messageUses(file, readProjectFile(file), types));
  return [
    ...catalogueProblems(catalogues),
    ...messageKeyProblems(catalogues.en, uses, await declaredListings()),
  ];
}

const agentLines = 100;

/** `lib/web/session` may be written without its ending, `jobs.ts` without a folder, or have become one. */
function isInProject(file: string): boolean {
  if (projectFileExists(file) || projectFileExists(`${file}.ts`)) return true;
  const folder = `/${file.replace(/\.ts$/, "")}/`;
  return !file.includes("/") && files.some((known) => known.endsWith(`/${file}`) || known.includes(folder));
}

function allDocumentProblems(): readonly string[] {
  const { scripts } = JSON.parse(readProjectFile("package.json")) as { scripts: Record<string, string> };
  const project = { exists: isInProject, scripts: Object.keys(scripts) };
  const documents = ["README.md", "AGENTS.md", ...filesBelow("docs")].filter((file) => file.endsWith(".md"));
  const isLong = readProjectFile("AGENTS.md").trimEnd().split("\n").length >= agentLines;
  return [
    ...(isLong ? [`AGENTS.md has ${agentLines} lines or more. Nobody reads that.`] : []),
    ...documents.flatMap((document) => documentProblems(document, readProjectFile(document), project)),
  ];
}

const checks: Readonly<Record<string, () => readonly string[] | Promise<readonly string[]>>> = {
  "file names": () => fileNameProblems(files),
  "file length": () => fileLengthProblems(files, readProjectFile),
  "commands write audit": () => commandAuditProblems(files, readProjectFile),
  "listings are registered": () => listingProblems(files, readProjectFile),
  catalogues: messageProblems,
  "lock file": () =>
    lockFileProblems(
      JSON.parse(readProjectFile("package-lock.json")) as Parameters<typeof lockFileProblems>[0],
    ),
  "documents name what exists": allDocumentProblems,
};

const run = async (
  check: () => readonly string[] | Promise<readonly string[]>,
): Promise<readonly string[]> => {
  try {
    return await check();
  } catch (error) {
    return [`The check could not run: ${error instanceof Error ? error.message : String(error)}`];
  }
};

for (const [name, check] of Object.entries(checks)) {
  const problems = await run(check);
  console.log(problems.length === 0 ? `ok    ${name}` : `FAIL  ${name}`);
  for (const problem of problems) console.log(`      ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}
