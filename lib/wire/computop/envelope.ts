import { open } from "@/lib/wire/computop/cipher";
import { decoded, refused, type ComputopReason, type Decoded } from "@/lib/wire/computop/codes";

/** What stands outside the encryption. */
export type Envelope = { readonly merchantId: string; readonly len: string; readonly data: string };

/** Parameters inside `Data` under their names in lower case; one that is empty was not given. */
export type Fields = ReadonlyMap<string, string>;
export type Opened = { readonly text: string; readonly fields: Fields };

const longestData = 32 * 1024;
const isMerchantId = (text: string) => /^[\x21-\x7e]{1,30}$/.test(text);

function outside(parameters: URLSearchParams, wanted: string): string {
  for (const [name, value] of parameters) if (name.toLowerCase() === wanted && value !== "") return value;
  return "";
}

/** Of a query or a form; both have the same three names (domain.md 3.4). */
export function readEnvelope(form: string): Decoded<Envelope> {
  const parameters = new URLSearchParams(form);
  const envelope = {
    merchantId: outside(parameters, "merchantid").trim(),
    len: outside(parameters, "len").trim(),
    data: outside(parameters, "data").trim(),
  };
  if (envelope.merchantId === "") return refused("merchant_missing");
  if (!isMerchantId(envelope.merchantId)) return refused("merchant_unknown");
  if (envelope.data === "") return refused("data_missing");
  return envelope.data.length > longestData ? refused("data_too_long") : decoded(envelope);
}

/** As it is, unless every percent sign begins an octet and the octets are UTF-8: some clients encode, others do not. */
function plainValue(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Splits at `&` and at the first `=`. Parts without a name or a value, which ctPaygate sends, are none. */
function readFields(text: string): Fields | null {
  const fields = new Map<string, string>();
  for (const part of text.split("&")) {
    const equals = part.indexOf("=");
    const name = part.slice(0, Math.max(equals, 0)).trim().toLowerCase();
    const value = plainValue(part.slice(equals + 1));
    if (name === "" || value === "") continue;
    if ((fields.get(name) ?? value) !== value) return null;
    fields.set(name, value);
  }
  return fields;
}

/** One of them stands in every call: without any, the text is noise of another password. */
const marks = ["mac", "merchantid", "payid", "transid"] as const;

/** Refused before anything is answered under the password: the caller has not shown that it knows it. */
const unproven: ReadonlySet<ComputopReason> = new Set<ComputopReason>([
  "data_missing",
  "data_too_long",
  "data_unreadable",
  "len_malformed",
  "len_wrong",
  "merchant_missing",
  "merchant_unknown",
]);
export const isProven = (refusal: ComputopReason): boolean => !unproven.has(refusal);

export function openEnvelope(password: string, envelope: Envelope): Decoded<Opened> {
  const text = open(password, envelope);
  if (!text.ok) return text;
  const fields = readFields(text.value);
  if (fields === null) return refused("name_given_twice");
  if (!marks.some((name) => fields.has(name))) return refused("data_unreadable");
  const inside = fields.get("merchantid");
  if (inside !== undefined && inside !== envelope.merchantId) return refused("merchant_differs");
  return decoded({ text: text.value, fields });
}
