/**
 * Codes and texts of domain.md 1.6. Clients translate from the code; the text is for people.
 * 6 is missing on purpose: clients make it up themselves when they meet HTTP 401.
 */
export const trustMessages = {
  "0": "Ok",
  "10101": "Invalid date/time",
  "10200": "Malformed XML",
  "10201": "XML does not match the schema",
  "10205": "Invalid JSON",
  "10600": "Invalid fields specified",
  "20004": "Missing parent",
  "20005": "Refund requires settled or due parent",
  "20006": "Refund requires authorisation parent",
  "20007": "Refund amount too great",
  "20011": "Cannot refund a declined transaction",
  "20012": "Refund requires settled parent",
  "20013": "Reversal requires cancelled authorisation parent",
  "20018": "Subscription requires RECUR account",
  "20019": "Subscription requires successful parent",
  "20032": "Subscription cannot be a parent",
  "20034": "Payment type cannot be refunded",
  "21014": "No transaction found",
  "25000": "Insufficient access privileges",
  "30000": "Invalid field",
  "30001": "Unknown site",
  "30006": "Site not valid for alias",
  "30007": "Invalid version number",
  "30008": "Unknown user",
  "30010": "JSON element parse error",
  "30015": "No changes to update",
  "40002": "Transaction de-activated",
  "60010": "Bank system error",
  "60013": "No valid updates specified",
  "60014": "Transaction reference not found",
  "60016": "Settlebaseamount too large",
  "60017": "Transaction not updatable",
  "60018": "Invalid requesttype",
  "60019": "No searchable filter specified",
  "60020": "Timeout",
  "60022": "Unauthenticated",
  "60023": "Site suspended",
  "60024": "No updates performed",
  "60025": "Invalid request",
  "60033": "Invalid updates specified",
  "60034": "Manual investigation required",
  "60037": "Invalid filters specified",
  "60040": "Invalid use of requesttypedescription and requesttypedescriptions",
  "70000": "Decline",
  "70001": "Uncertain decline",
  "71000": "Soft decline",
  "72000": "Refer to card issuer",
  "79000": "Queued",
  "79001": "Record temporarily locked",
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
