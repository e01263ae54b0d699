const lockNotAvailable = "55P03";

/** Whether a query gave up waiting for a row that another transaction holds; its own transaction is rolled back. */
export function isLockTimeout(problem: unknown): boolean {
  const { code, meta } = problem as { code?: string; meta?: unknown };
  return (
    code === lockNotAvailable || (code === "P2010" && JSON.stringify(meta ?? "").includes(lockNotAvailable))
  );
}
