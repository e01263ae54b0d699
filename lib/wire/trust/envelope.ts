import { decoded, refused, type Decoded, type TrustRefusal } from "@/lib/wire/trust/codes";

/** One element of `request` as it came. Fields that nobody asks for are ignored. */
export type Fields = Readonly<Record<string, unknown>>;

export type Envelope = {
  readonly alias: string | null;
  readonly version: string | null;
  readonly requests: readonly Fields[];
};

/** One envelope carries at most this many requests: each AUTH waits for the gateway. */
export const maxRequests = 50;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const textOrNull = (value: unknown) => (typeof value === "string" ? value : null);

function readJson(text: string): Decoded<unknown> {
  try {
    return decoded(JSON.parse(text) as unknown);
  } catch {
    return refused("10205", "invalid json");
  }
}

/** Something was asked, and not more than can be waited for. */
export function decodeList<T>(list: readonly T[]): Decoded<readonly T[]> {
  if (list.length === 0) return refused("60018", "None");
  return list.length > maxRequests ? refused("60025", "request") : decoded(list);
}

function readRequests(value: unknown): Decoded<readonly Fields[]> {
  if (value === undefined || value === null) return refused("60018", "None");
  const list = decodeList<unknown>(Array.isArray(value) ? value : [value]);
  if (!list.ok) return list;
  return list.value.every(isFields) ? decoded(list.value) : refused("30010", "request");
}

/** Of the wrong type it is the wrong word, and not one that was left out. */
const wordOf = (value: unknown) => (value === undefined || value === null ? null : (textOrNull(value) ?? ""));

/** Reads the body of `POST /json/` (wire.md 1.1). A single object in place of the list is taken as a list of one. */
export function decodeEnvelope(text: string): Decoded<Envelope> {
  const json = readJson(text);
  if (!json.ok) return json;
  if (!isFields(json.value)) return refused("30010", "envelope");
  const requests = readRequests(json.value["request"]);
  if (!requests.ok) return requests;
  return decoded({
    alias: wordOf(json.value["alias"]),
    version: wordOf(json.value["version"]),
    requests: requests.value,
  });
}

/** Domain.md 1.4, steps 3 and 4. An alias or version that was left out is taken as meant. */
export function checkEnvelope(
  envelope: Envelope,
  caller: { readonly alias: string; readonly isKnownAlias: boolean },
): TrustRefusal | null {
  if (envelope.alias !== null && envelope.alias !== caller.alias) {
    return { code: caller.isKnownAlias ? "60022" : "30008", data: ["alias"] };
  }
  if (envelope.version !== null && envelope.version !== "1.00") return { code: "30007", data: ["version"] };
  return null;
}

/**
 * What the answer echoes: the HTTP header, which alone carries the reference of a post with several
 * requests; else the first request's own; else null.
 */
export function requestReferenceOf(header: string | null, envelope: Envelope | null): string | null {
  if (header !== null && header !== "") return header;
  return textOrNull(envelope?.requests[0]?.["requestreference"]);
}
