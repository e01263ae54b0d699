import "server-only";
import { systemMs } from "@/lib/platform/clock";

const windowMs = 10 * 60_000;
const mostKeys = 10_000;

const seen = new Map<string, readonly number[]>();

/** Counts one more; false when there were too many in the last ten minutes. In memory: a link moves no money by itself. */
export function mayTry(key: string, most: number): boolean {
  const now = systemMs();
  const recent = (seen.get(key) ?? []).filter((at) => at > now - windowMs);
  if (recent.length >= most) return false;
  if (seen.size >= mostKeys) seen.clear();
  seen.set(key, [...recent, now]);
  return true;
}
