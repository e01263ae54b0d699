export const dayPresets = [
  "today",
  "yesterday",
  "this_week",
  "last_week",
  "last_7_days",
  "this_month",
  "last_month",
] as const;

/** For days that may lie ahead: when something is due. */
export const aheadPresets = ["today", "tomorrow", "next_7_days", "yesterday", "last_7_days"] as const;

export type DayPreset = (typeof dayPresets)[number] | (typeof aheadPresets)[number];
