import { isUuid } from "@/lib/kernel/uuid";
import type { CellKind, Cursor } from "@/lib/listing/spec";

/** Opaque in the address: base64url of sort value and id. */
export const writeCursor = (cursor: Cursor): string =>
  btoa(`${cursor.value}|${cursor.id}`).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const figure = /^-?\d{1,17}(\.\d{1,3})?$/;

const isSortValue = (text: string, kind: CellKind) =>
  kind === "instant" ? instant.test(text) && !Number.isNaN(Date.parse(text)) : figure.test(text);

/** Null for anything that `writeCursor` did not make for a sort column of this kind. */
export function readCursor(text: string, kind: CellKind): Cursor | null {
  if (!/^[\w-]{10,200}$/.test(text)) return null;
  try {
    const [value = "", id = "", more] = atob(text.replaceAll("-", "+").replaceAll("_", "/")).split("|");
    return more === undefined && isUuid(id) && isSortValue(value, kind) ? { value, id } : null;
  } catch {
    return null;
  }
}
