import { decoded, refused, type Decoded } from "@/lib/wire/trust/codes";
import type { Fields } from "@/lib/wire/trust/envelope";

export type RequestType = "AUTH" | "TRANSACTIONQUERY";

const isServed = (type: string): type is RequestType => type === "AUTH" || type === "TRANSACTIONQUERY";

/** Types that never share a request with another one. */
const standsAlone = new Set(["TRANSACTIONUPDATE", "TRANSACTIONQUERY"]);

const shown = (value: unknown) => (typeof value === "string" && value !== "" ? value.slice(0, 60) : "None");

function decodeTypes(types: readonly unknown[]): Decoded<RequestType> {
  const names = types.map(shown);
  const [first] = names;
  if (first === undefined) return refused("60018", "None");
  const repeated = new Set(names).size < names.length;
  if (names.length > 1 && (repeated || names.some((name) => standsAlone.has(name)))) {
    return refused("30000", "requesttypedescriptions");
  }
  const unserved = names.filter((name) => !isServed(name));
  if (unserved.length > 0) return refused("60018", ...unserved);
  return isServed(first) ? decoded(first) : refused("60018", first);
}

/** The list and the single name both occur, never together (domain.md 1.4, steps 5 and 6). */
export function decodeType(fields: Fields): Decoded<RequestType> {
  const single = fields["requesttypedescription"];
  const plural = fields["requesttypedescriptions"];
  if (single !== undefined && plural !== undefined) {
    return refused("60040", "requesttypedescription", "requesttypedescriptions");
  }
  if (Array.isArray(plural)) return decodeTypes(plural);
  return decodeTypes([single ?? plural ?? null]);
}
