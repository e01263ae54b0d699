/** MM/YY or MM/YYYY. */
export const expiryPattern = /^(0[1-9]|1[0-2])\/(?:20)?(\d{2})$/;

/** A card is good to the end of the month on it (UTC). */
export function isExpired(expiry: string, now: Date): boolean {
  const [, month, year] = expiryPattern.exec(expiry) ?? [];
  return now.getTime() >= Date.UTC(2000 + Number(year), Number(month));
}
