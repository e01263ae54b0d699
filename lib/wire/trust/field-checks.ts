import { looksLikeCardNumber } from "@/lib/kernel/card-number";
import { maxMinor } from "@/lib/kernel/money";
import { isLocalDay } from "@/lib/kernel/zoned-day";

/** Text that people typed: no control characters, and never a card number. */
export const isFreeText = (value: string) =>
  value.length <= 255 && !/\p{Cc}/u.test(value) && !looksLikeCardNumber(value);

/** A local day that a calendar has; years before 2000 are slips. */
export const isDueDate = (value: string) => isLocalDay(value) && value >= "2000";

/** Minor units, more than nothing, numeric(13) (domain.md 1.1). */
export const isBaseAmount = (value: string) =>
  /^\d{1,13}$/.test(value) && Number(value) > 0 && Number(value) <= maxMinor;

/** domain.md 1.1: letters, digits and hyphens, at most 25. */
export const isTransactionReference = (value: string) => /^[A-Za-z0-9-]{1,25}$/.test(value);

export const isWholeNumber = (most: number) => (value: string) =>
  /^\d{1,9}$/.test(value) && Number(value) > 0 && Number(value) <= most;
