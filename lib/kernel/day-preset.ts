export const dayPresets = [
  "today",
  "yesterday",
  "this_week",
  "last_7_days",
  "this_month",
  "last_month",
] as const;
export type DayPreset = (typeof dayPresets)[number];

export const isDayPreset = (word: string): word is DayPreset =>
  (dayPresets as readonly string[]).includes(word);
