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

/**
 * The body with `responsesitesecurity`, by which the vendor's receivers know its sender: SHA-256, hex, of all
 * values in the order of their names without those of the notification itself, and of the password.
 */
export function signedNotification(body: string, password: string): string {
  const form = new URLSearchParams(body);
  const hashed = [...form].filter(([name]) => name !== "notificationreference");
  const values = hashed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  const hash = createHash("sha256")
    .update(values.join("") + password, "utf8")
    .digest("hex");
  form.append("responsesitesecurity", hash);
  return form.toString();
}
