import { isTestCard, looksLikeCardNumber } from "@/lib/kernel/card-number";
import { fromMajor, isCurrency, type Money } from "@/lib/kernel/money";
import { decoded, refused, type Decoded } from "@/lib/wire/trust/codes";
import type { Fields } from "@/lib/wire/trust/envelope";
import { isBaseAmount, isDueDate, isFreeText } from "@/lib/wire/trust/field-checks";
import { FieldReader } from "@/lib/wire/trust/field-reader";

/** What a request may ask for; 3 and 10 are given by the system only (TP 1.2.1). */
const askableSettleStatuses = [0, 1, 2, 100] as const;
type AskableSettleStatus = (typeof askableSettleStatuses)[number];

export type AuthRequest = {
  readonly amount: Money;
  readonly card: { readonly number: string; readonly expiry: string; readonly securityCode: string | null };
  readonly orderReference: string | null;
  readonly settleStatus: AskableSettleStatus | null;
  /** Local day, `2026-02-01`. */
  readonly settleDueDate: string | null;
  readonly accountType: string;
  /** `authmethod` PRE: the reservation holds 31 days instead of 7 (TP-14). */
  readonly preAuthorisation: boolean;
  readonly customer: {
    readonly email: string | null;
    readonly name: string | null;
    readonly country: string | null;
  };
};

const accountTypes = new Set(["ECOM", "MOTO", "RECUR", "CARDPRESENT", "CFT", "FRAUDCONTROL"]);
const cardTypes = new Set([
  "VISA",
  "DELTA",
  "ELECTRON",
  "PURCHASING",
  "VPAY",
  "MASTERCARD",
  "MASTERCARDDEBIT",
  "MAESTRO",
  "AMEX",
  "DINERS",
  "DISCOVER",
  "JCB",
]);

const isEmail = (value: string) =>
  value.length <= 255 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(value) && !looksLikeCardNumber(value);
const authMethods = new Set(["PRE", "FINAL"]);
const isCountry = (value: string) => /^[A-Z]{2}$/i.test(value);
const isExpiry = (value: string) => /^(0[1-9]|1[0-2])\/(20\d{2}|\d{2})$/.test(value);

/** A decimal amount that is wrong, or another one than `baseamount` beside it, names `mainamount`. */
function readMainAmount(reader: FieldReader, text: string, base: string | null, currency: string): number {
  const amount = fromMajor(text, currency);
  const minor = amount.ok ? amount.value.minor : 0;
  if (minor === 0 || (base !== null && Number(base) !== minor)) reader.refuse("mainamount");
  return minor;
}

/** Domain.md 1.1: `baseamount` in minor units; `mainamount` with a point also occurs. Both together must agree. */
function readAmount(reader: FieldReader): Money {
  const currency = reader.required("currencyiso3a", isCurrency);
  const base = reader.accepted("baseamount", isBaseAmount);
  const main = reader.text("mainamount");
  if (main === null) {
    if (base === null) reader.refuse("baseamount");
    return { minor: Number(base), currency };
  }
  return { minor: currency === "" ? 0 : readMainAmount(reader, main, base, currency), currency };
}

const longYear = (expiry: string) => expiry.replace(/\/(\d{2})$/, "/20$1");

function readCard(reader: FieldReader): AuthRequest["card"] {
  reader.accepted("paymenttypedescription", (value) => cardTypes.has(value.toUpperCase()));
  return {
    number: reader.required("pan", isTestCard).replace(/\D/g, ""),
    expiry: longYear(reader.required("expirydate", isExpiry)),
    securityCode: reader.accepted("securitycode", (value) => /^\d{3,4}$/.test(value)),
  };
}

function readCustomer(reader: FieldReader): AuthRequest["customer"] {
  const names = ["first", "middle", "last"].map(
    (part) =>
      reader.accepted(`billing${part}name`, isFreeText) ?? reader.accepted(`customer${part}name`, isFreeText),
  );
  const country =
    reader.accepted("billingcountryiso2a", isCountry) ?? reader.accepted("customercountryiso2a", isCountry);
  return {
    email: reader.accepted("billingemail", isEmail) ?? reader.accepted("customeremail", isEmail),
    name: names.filter((name) => name !== null).join(" ") || null,
    country: country?.toUpperCase() ?? null,
  };
}

function readSettleStatus(reader: FieldReader): AskableSettleStatus | null {
  const text = reader.accepted("settlestatus", (value) =>
    askableSettleStatuses.some((one) => String(one) === value),
  );
  return askableSettleStatuses.find((one) => String(one) === text) ?? null;
}

/** The site an AUTH is for. Checked before the other fields (domain.md 1.4, step 8). */
export const siteReferenceOf = (fields: Fields): string | null =>
  new FieldReader(fields).text("sitereference");

/** Domain.md 1.4, step 11: every wrong field is named at once. Card numbers outside the published test ranges are wrong. */
export function decodeAuth(fields: Fields): Decoded<AuthRequest> {
  const reader = new FieldReader(fields);
  const request: AuthRequest = {
    amount: readAmount(reader),
    card: readCard(reader),
    orderReference: reader.accepted("orderreference", isFreeText),
    settleStatus: readSettleStatus(reader),
    settleDueDate: reader.accepted("settleduedate", isDueDate),
    accountType: reader.accepted("accounttypedescription", (value) => accountTypes.has(value)) ?? "ECOM",
    preAuthorisation: reader.accepted("authmethod", (value) => authMethods.has(value)) === "PRE",
    customer: readCustomer(reader),
  };
  return reader.invalid.length === 0 ? decoded(request) : refused("30000", ...reader.invalid);
}
