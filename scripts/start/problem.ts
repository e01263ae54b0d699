/** Something the person at the keyboard can put right. Its message is the one sentence that is printed. */
export class Problem extends Error {
  override readonly name = "Problem";
}

const textOf = (error: unknown, key: string): string | null => {
  const value: unknown = error instanceof Error ? Reflect.get(error, key) : undefined;
  return typeof value === "string" ? value : null;
};

/** The code that the operating system gave, such as `EACCES`. */
export const codeOf = (error: unknown): string | null => textOf(error, "code");

const permission = (path: string) =>
  `Permission to use ${path} is missing: give this user the right to read and write there.`;
const notAFolder = (path: string) =>
  `${path} is a file, or lies below one, where a folder is needed: move that file away.`;

const sentences: Readonly<Record<string, (path: string) => string>> = {
  EACCES: permission,
  EPERM: permission,
  EROFS: permission,
  EEXIST: notAFolder,
  ENOTDIR: notAFolder,
  EISDIR: (path) => `${path} is a folder where a file is needed: move it away.`,
  ENOSPC: () => "The disk is full: free some space and start again.",
};

/** The sentence for an error of the operating system; other errors are bugs. */
export function sentenceOf(error: unknown): string | null {
  if (error instanceof Problem) return error.message;
  const sentence = sentences[codeOf(error) ?? ""];
  return sentence === undefined ? null : sentence(textOf(error, "path") ?? "a file");
}

/** Even a bug is told in one sentence. */
export function unexpectedSentence(error: unknown): string {
  const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  const reason = first.trim().replace(/\.$/, "");
  return `Counterfoil could not start, because of an error that it did not expect: ${reason === "" ? "it gives no reason" : reason}.`;
}

/** Why the web server cannot have its port. */
export function portSentence(code: string, port: number, host: string): string {
  if (code === "EACCES" || code === "EPERM")
    return `Permission to use port ${port} is missing: set PORT to one above 1023.`;
  if (code === "EADDRINUSE") return `Port ${port} is taken: stop what uses it or set PORT to another one.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `HOST is ${host}, which is no address of this computer: set it to one, such as 127.0.0.1.`;
  return `Port ${port} cannot be used (${code}): set PORT to another one.`;
}
