import { createHash } from "node:crypto";
import { encodeTransaction, type TrustTransaction } from "@/lib/wire/trust/answer";

/** What a URL notification tells of a transaction (domain.md 1.5.3), sorted as its hash wants it. */
const told = [
  "accounttypedescription",
  "acquirerresponsecode",
  "authcode",
  "baseamount",
  "currencyiso3a",
  "errorcode",
  "maskedpan",
  "orderreference",
  "parenttransactionreference",
  "paymenttypedescription",
  "requestreference",
  "requesttypedescription",
  "settlebaseamount",
  "settleduedate",
  "settlestatus",
  "sitereference",
  "transactionreference",
  "transactionstartedtimestamp",
] as const;

/**
 * The form fields of a URL notification. `notificationReference` stays the same over all attempts:
 * the vendor's receivers drop one that they have seen.
 */
export function notificationBody(
  transaction: TrustTransaction,
  references: { readonly request: string; readonly notification: string },
): string {
  const fields: Record<string, string> = {
    ...encodeTransaction(transaction),
    requestreference: references.request,
  };
  const form = new URLSearchParams();
  for (const name of told) {
    const value = fields[name];
    if (value !== undefined) form.append(name, value);
  }
  form.append("notificationreference", references.notification);
  return form.toString();
}

const unsigned = new Set(["notificationreference", "responsesitesecurity"]);

/** What is hashed, in the order of the names: the notification's own fields are left out. */
export const notificationFields = (body: string): [name: string, value: string][] =>
  [...new URLSearchParams(body)].filter(([name]) => !unsigned.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));

/** Their values, one after another; the password is appended. */
export const notificationText = (body: string): string =>
  notificationFields(body)
    .map(([, value]) => value)
    .join("");

/** SHA-256 in hex, by which the vendor's receivers know its sender. */
export const notificationHash = (body: string, password: string): string =>
  createHash("sha256")
    .update(notificationText(body) + password, "utf8")
    .digest("hex");

export const signedNotification = (body: string, password: string): string =>
  `${body}&responsesitesecurity=${notificationHash(body, password)}`;
