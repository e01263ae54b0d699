import { createHmac, timingSafeEqual } from "node:crypto";

/** HMAC-SHA256 over the parts with a star between each, in lower-case hexadecimal. */
export const macOf = (password: string, parts: readonly string[]): string =>
  createHmac("sha256", password).update(parts.join("*"), "utf8").digest("hex");

/** In either case, and in a time that does not tell how much of it was right. */
export function isMacOf(password: string, parts: readonly string[], mac: string): boolean {
  const given = Buffer.from(/^[0-9a-f]{64}$/i.test(mac) ? mac : "", "hex");
  const right = Buffer.from(macOf(password, parts), "hex");
  return given.length === right.length && timingSafeEqual(given, right);
}
