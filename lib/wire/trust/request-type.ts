import { decoded, refused, type Decoded } from "@/lib/wire/trust/codes";
import type { Fields } from "@/lib/wire/trust/envelope";

const requestTypes = ["AUTH", "TRANSACTIONQUERY", "TRANSACTIONUPDATE", "REFUND", "SUBSCRIPTION"] as const;
export type RequestType = (typeof requestTypes)[number];

const typeOf = (name: string): RequestType | null => requestTypes.find((type) => type === name) ?? null;

const shown = (value: unknown) => (typeof value === "string" && value !== "" ? value.slice(0, 60) : "None");

/** The one pair that may share a request: the first payment and the plan that follows from it (domain.md 1.2.2). */
const isPlan = ([first, second, ...more]: readonly string[]) =>
  first === "AUTH" && second === "SUBSCRIPTION" && more.length === 0;

/** Types that never share a request, served or not: the mix is wrong before the type is. */
const standsAlone = (name: string) => name.startsWith("TRANSACTION") || name === "REFUND";

function decodeTypes(types: readonly unknown[]): Decoded<readonly RequestType[]> {
  const names = types.map(shown);
  if (names.length === 0) return refused("60018", "None");
  const isMix = names.length > 1 && !isPlan(names);
  if (isMix && (new Set(names).size < names.length || names.some(standsAlone))) {
    return refused("30000", "requesttypedescriptions");
  }
  const served = names.map(typeOf);
  const known = served.filter((type) => type !== null);
  if (known.length < names.length) {
    return refused("60018", ...names.filter((_, index) => served[index] === null).slice(0, 10));
  }
  return isMix ? refused("30000", "requesttypedescriptions") : decoded(known);
}

/**
 * What one request asks for, in the order of its answers. The list and the single name both occur,
 * never together (domain.md 1.4, steps 5 and 6).
 */
export function decodeTypesOf(fields: Fields): Decoded<readonly RequestType[]> {
  const single = fields["requesttypedescription"];
  const plural = fields["requesttypedescriptions"];
  if (single !== undefined && plural !== undefined) {
    return refused("60040", "requesttypedescription", "requesttypedescriptions");
  }
  if (Array.isArray(plural)) return decodeTypes(plural);
  return decodeTypes([single ?? plural ?? null]);
}
