/** Something the person at the keyboard can put right. Its message is the one sentence that is printed. */
export class Problem extends Error {
  override readonly name = "Problem";
}

const hasCode = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && "code" in error && typeof error.code === "string";

const refusedPermission = new Set(["EACCES", "EPERM", "EROFS"]);

/** The sentence for an error of the operating system; other errors are bugs and keep their stack. */
export function sentenceOf(error: unknown): string | null {
  if (error instanceof Problem) return error.message;
  if (!hasCode(error)) return null;
  if (refusedPermission.has(error.code)) {
    const path = "path" in error && typeof error.path === "string" ? error.path : "a file";
    return `Permission to use ${path} is missing: give this user the right to read and write there.`;
  }
  if (error.code === "ENOSPC") return "The disk is full: free some space and start again.";
  return null;
}
