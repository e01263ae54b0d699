const word = "[a-z0-9]+(?:-[a-z0-9]+)*";
const kebabFile = new RegExp(`^${word}(?:\\.(?:db\\.test|test|spec|config))?\\.(?:tsx?|mjs|cjs)$`);
const kebabFolder = new RegExp(`^${word}$`);
const routeFolder = new RegExp(
  `^(?:@?${word}|${word}\\.(?:aspx|json)|_${word}|\\(${word}\\)|\\[{1,2}(?:\\.\\.\\.)?${word}\\]{1,2}|\\.well-known|v1)$`,
);
/** Addresses of a protocol that others have written. */
const wireFolder = /^(?:DataRequest|DataRequests|Transaction|Status)$/;
const vague = /(^|\/)(utils?|helpers?|types|constants|index|common|misc)(\.[a-z.]+$|\/)/;

const featureFile = /^(?:(?:model|listing|queries|commands|jobs)\.ts|[a-z0-9-]+(?:\.db)?\.test\.ts)$/;
const verbFolder = /^(?:queries|commands|jobs)\/[a-z0-9-]+(?:(?:\.db)?\.test)?\.ts$/;
const registryFile = /^lib\/features\/registry(?:(?:\.db)?\.test)?\.ts$/;

function nameProblem(file: string): string | null {
  const parts = file.split("/");
  const name = parts.at(-1) ?? "";
  const folders = parts.slice(1, -1);
  const folderName = file.startsWith("app/") ? routeFolder : kebabFolder;
  if (vague.test(file)) return `${file}: the name says nothing. Name the file after its one main export.`;
  if (!kebabFile.test(name)) return `${file}: file names are kebab-case.`;
  const isWire = file.startsWith("app/(wire)/");
  const wrong = folders.find((folder) => !folderName.test(folder) && !(isWire && wireFolder.test(folder)));
  return wrong === undefined ? null : `${file}: the folder ${wrong} is not kebab-case.`;
}

function featureProblem(file: string): string | null {
  if (!file.startsWith("lib/features/") || registryFile.test(file)) return null;
  const inside = file.split("/").slice(3).join("/");
  if (inside === "") return `${file}: only registry.ts and folders stand in lib/features.`;
  if (featureFile.test(inside) || verbFolder.test(inside)) return null;
  return `${file}: a feature holds model, listing, queries, commands, jobs and their tests, nothing else.`;
}

function doubleProblems(files: readonly string[]): readonly string[] {
  const known = new Set(files);
  return files
    .map((file) => /^(lib\/features\/[^/]+\/(?:queries|commands|jobs))\//.exec(file)?.[1])
    .filter((folder): folder is string => folder !== undefined && known.has(`${folder}.ts`))
    .filter((folder, index, all) => all.indexOf(folder) === index)
    .map((folder) => `${folder}.ts: the folder ${folder} exists too. Move this file into it.`);
}

/** Kebab-case everywhere, and the closed vocabulary of a feature folder. */
export function fileNameProblems(files: readonly string[]): readonly string[] {
  const code = files.filter((file) => /\.(tsx?|mjs|cjs|jsx?)$/.test(file));
  return [
    ...code.map(nameProblem).filter((problem) => problem !== null),
    ...files.map(featureProblem).filter((problem) => problem !== null),
    ...doubleProblems(code),
  ];
}
