const pathLike =
  /^(?:\.{0,2}[\w@()[\].-]+\/[\w@()[\]./-]*|[\w-]+\.(?:tsx?|mjs|cjs|json|md|css|prisma|sql|ya?ml))$/;
const placeholder = /[<>*{}$]|\.\.\.|^\/|^https?:|^@/;
/** Made by a run, never committed. */
const madeLater =
  /^(\.counterfoil|\.next|\.env$|node_modules|lib\/platform\/generated|bench\/(results|\.data)|test-results)/;

type Project = {
  readonly exists: (file: string) => boolean;
  readonly scripts: readonly string[];
};

const withoutFences = (text: string) => text.replace(/^```[^]*?^```/gm, "");

function pathsIn(text: string): readonly string[] {
  const prose = withoutFences(text);
  const code = [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
  const links = [...prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((match) => match[1] ?? "");
  return [...code.filter((word) => pathLike.test(word)), ...links].filter(
    (word) => !placeholder.test(word) && !madeLater.test(word),
  );
}

const npmScriptsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map((match) => match[1] ?? "");

/** Paths and npm scripts that a document names and the project does not have. */
export function documentProblems(document: string, text: string, project: Project): readonly string[] {
  return [
    ...pathsIn(text)
      .filter((file) => !project.exists(file))
      .map((file) => `${document} names ${file}, which does not exist.`),
    ...npmScriptsIn(text)
      .filter((name) => !project.scripts.includes(name))
      .map((name) => `${document} names npm run ${name}, which package.json does not have.`),
  ];
}
