/** Codes and texts of domain.md 1.6. Clients translate from the code; the text is for people. */
export const trustMessages = {
  "0": "Ok",
  "10101": "Invalid date/time",
  "10205": "Invalid JSON",
  "10600": "Invalid fields specified",
  "20004": "Missing parent",
  "21014": "No transaction found",
  "25000": "Insufficient access privileges",
  "30000": "Invalid field",
  "30001": "Unknown site",
  "30006": "Site not valid for alias",
  "30007": "Invalid version number",
  "30008": "Unknown user",
  "30010": "JSON element parse error",
  "60010": "Bank system error",
  "60018": "Invalid requesttype",
  "60019": "No searchable filter specified",
  "60022": "Unauthenticated",
  "60025": "Invalid request",
  "60034": "Manual investigation required",
  "60037": "Invalid filters specified",
  "60040": "Invalid use of requesttypedescription and requesttypedescriptions",
  "70000": "Decline",
  "99999": "Unknown error",
} as const;
export type TrustCode = keyof typeof trustMessages;

/** `data` is the vendor's `errordata`: names of fields, or the value that was not understood. */
export type TrustRefusal = { readonly code: TrustCode; readonly data: readonly string[] };

export type Decoded<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: TrustRefusal };

export const decoded = <T>(value: T) => ({ ok: true, value }) as const;
export const refused = (code: TrustCode, ...data: readonly string[]) =>
  ({ ok: false, refusal: { code, data } }) as const;
