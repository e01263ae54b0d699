import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const notOurs =
  /(^|\/)(node_modules|\.git|\.next|\.counterfoil|generated|test-results|playwright-report|\.data)(\/|$)/;

/** Paths below a folder of the project, relative to its root, with forward slashes. */
export function filesBelow(folder: string): readonly string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((file) => !notOurs.test(file))
    .sort();
}

const sourceFolders = ["app", "components", "lib", "prisma", "sandbox", "scripts", "e2e", "bench"] as const;

export const sourceFiles = (): readonly string[] => sourceFolders.flatMap(filesBelow);

export const readProjectFile = (file: string): string => readFileSync(path.join(root, file), "utf8");

export const projectFileExists = (file: string): boolean => existsSync(path.join(root, file));

export const absolutePath = (file: string): string => path.join(root, file);
