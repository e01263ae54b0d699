const minute = 60;
const hour = 60 * minute;

/** Waits in seconds between attempts, each counted from the one before (PN-4). */
export const paynowWaits: readonly number[] = [
  minute,
  minute,
  minute,
  2 * minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  16 * hour,
  24 * hour,
  48 * hour,
];

/** Buckaroo's eleven, the last one three days after the first attempt (domain.md 2.6, 7.4). */
export const buckarooWaits: readonly number[] = [
  minute,
  4 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  16 * hour,
  24 * hour,
  24 * hour,
];

/**
 * When the next attempt of a schedule is due, or null after the last one. Anchored at the planned
 * time of the first attempt, so slow answers do not shift the plan (PN-5).
 * @param done attempts of the schedule so far, the first one included
 */
export function nextAttemptAt(firstPlannedAt: Date, done: number, waits: readonly number[]): Date | null {
  if (done > waits.length) return null;
  const offset = waits.slice(0, done).reduce((sum, wait) => sum + wait, 0);
  return new Date(firstPlannedAt.getTime() + offset * 1000);
}

/** Waits in seconds before asking the gateway again about an unknown outcome; the last one repeats for ever (U6). */
const inquiryWaits: readonly number[] = [2, 5, 10, 30, minute, 5 * minute, 15 * minute, hour];

export function nextInquiryAt(now: Date, inquiries: number): Date {
  const wait = inquiryWaits[Math.min(inquiries, inquiryWaits.length - 1)] ?? hour;
  return new Date(now.getTime() + wait * 1000);
}
