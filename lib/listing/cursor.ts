import type { Cursor } from "@/lib/listing/spec";

/** Opaque in the address: base64url of sort value and id. */
export const writeCursor = (cursor: Cursor): string =>
  btoa(`${cursor.value}|${cursor.id}`).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** Null for anything that `writeCursor` did not make. */
export function readCursor(text: string): Cursor | null {
  if (!/^[\w-]{10,200}$/.test(text)) return null;
  try {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const match = /^([\d.:TZ-]{1,40})\|([0-9a-f-]{36})$/.exec(plain);
    return match ? { value: match[1] ?? "", id: match[2] ?? "" } : null;
  } catch {
    return null;
  }
}
