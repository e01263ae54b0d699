const megabyte = 1024 * 1024;

/** How far the process grew above what it held before, in MiB. */
export async function growthDuring(work: () => Promise<void>): Promise<number> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 10);
  await work();
  clearInterval(watch);
  return (most - before) / megabyte;
}
