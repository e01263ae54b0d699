import { isCurrency, type Money } from "@/lib/kernel/money";
import { decoded, refused, type ComputopReason, type Decoded } from "@/lib/wire/computop/codes";
import type { Fields } from "@/lib/wire/computop/envelope";
import { isMacOf } from "@/lib/wire/computop/mac";

type References = {
  /** 32 hexadecimal digits in lower case. */
  readonly payId: string;
  readonly transId: string | null;
  readonly refNr: string | null;
  readonly reqId: string | null;
};
export type Capture = References & { readonly amount: Money; readonly finishAuth: boolean };
export type Credit = References & { readonly amount: Money };
/** The amount is what the caller believes to undo; null: it says nothing about it. */
export type Reversal = References & { readonly amount: Money | null };
export type Inquiry = { readonly payId: string } | { readonly transId: string };

type Check = {
  readonly shape: RegExp;
  readonly malformed: ComputopReason;
  readonly tooLong?: readonly [number, ComputopReason];
};

/** Without `&`, which no answer can carry back. */
const printable = /^[^\p{Cc}&]*$/u;
const ascii = /^[\x20-\x25\x27-\x7e]*$/;
const checks = {
  payid: { shape: /^[0-9a-f]{32}$/i, malformed: "pay_id_malformed" },
  transid: { shape: printable, malformed: "trans_id_malformed", tooLong: [64, "trans_id_too_long"] },
  refnr: { shape: ascii, malformed: "ref_nr_malformed", tooLong: [30, "ref_nr_too_long"] },
  reqid: { shape: ascii, malformed: "req_id_malformed", tooLong: [64, "req_id_too_long"] },
  amount: { shape: /^\d+$/, malformed: "amount_malformed", tooLong: [10, "amount_too_long"] },
  currency: { shape: /^[A-Z]{3}$/i, malformed: "currency_unknown" },
  finishauth: { shape: /^y$/i, malformed: "finish_auth_unknown" },
} as const satisfies Readonly<Record<string, Check>>;

/** Reads out of one call and remembers the first thing that is wrong with it. */
class Reader {
  refusal: ComputopReason | null = null;

  private readonly fields: Fields;

  constructor(fields: Fields) {
    this.fields = fields;
  }

  private refuse(refusal: ComputopReason) {
    this.refusal ??= refusal;
  }

  optional(name: keyof typeof checks): string | null {
    const value = this.fields.get(name);
    if (value === undefined) return null;
    const { shape, malformed, tooLong }: Check = checks[name];
    if (tooLong !== undefined && value.length > tooLong[0]) this.refuse(tooLong[1]);
    if (!shape.test(value)) this.refuse(malformed);
    return value;
  }

  required(name: keyof typeof checks, missing: ComputopReason): string {
    const value = this.optional(name);
    if (value === null) this.refuse(missing);
    return value ?? "";
  }

  payId(): string {
    return this.required("payid", "pay_id_missing").toLowerCase();
  }

  references(): References {
    return {
      payId: this.payId(),
      transId: this.optional("transid"),
      refNr: this.optional("refnr"),
      reqId: this.optional("reqid"),
    };
  }

  amount(): Money {
    const minor = Number(this.required("amount", "amount_missing"));
    const currency = this.required("currency", "currency_missing").toUpperCase();
    if (minor === 0) this.refuse("amount_not_positive");
    if (!isCurrency(currency)) this.refuse("currency_unknown");
    return { minor, currency };
  }

  amountIfGiven(): Money | null {
    return this.fields.has("amount") ? this.amount() : null;
  }

  finishAuth(): boolean {
    return this.optional("finishauth") !== null;
  }
}

function read<T>(fields: Fields, reading: (reader: Reader) => T): Decoded<T> {
  const reader = new Reader(fields);
  const value = reading(reader);
  return reader.refusal === null ? decoded(value) : refused(reader.refusal);
}

export type Secrets = { readonly merchantId: string; readonly hmacPassword: string };

/** `PayID*TransID*MerchantID*Amount*Currency`, what is missing empty (domain.md 3.4). */
function refusedMac(fields: Fields, { merchantId, hmacPassword }: Secrets): ComputopReason | null {
  const mac = fields.get("mac");
  if (mac === undefined) return "mac_missing";
  const part = (name: string) => fields.get(name) ?? "";
  const parts = [part("payid"), part("transid"), merchantId, part("amount"), part("currency")];
  return isMacOf(hmacPassword, parts, mac) ? null : "mac_wrong";
}

/** An inquiry may come unsigned, and the vendor's library signs it with an amount of 0 and no currency (wire.md 4). */
function refusedInquiryMac(fields: Fields, secrets: Secrets): ComputopReason | null {
  const mac = fields.get("mac");
  if (mac === undefined || refusedMac(fields, secrets) === null) return null;
  const parts = [fields.get("payid") ?? "", fields.get("transid") ?? "", secrets.merchantId, "0", ""];
  return isMacOf(secrets.hmacPassword, parts, mac) ? null : "mac_wrong";
}

const signed =
  <T>(reading: (reader: Reader) => T) =>
  (fields: Fields, secrets: Secrets): Decoded<T> => {
    const refusal = refusedMac(fields, secrets);
    return refusal === null ? read(fields, reading) : refused(refusal);
  };

const inquiry =
  <T>(reading: (reader: Reader) => T) =>
  (fields: Fields, secrets: Secrets): Decoded<T> => {
    const refusal = refusedInquiryMac(fields, secrets);
    return refusal === null ? read(fields, reading) : refused(refusal);
  };

export const decodeCapture = signed<Capture>((reader) => ({
  ...reader.references(),
  amount: reader.amount(),
  finishAuth: reader.finishAuth(),
}));

export const decodeCredit = signed<Credit>((reader) => ({ ...reader.references(), amount: reader.amount() }));

/** Of `reverse.aspx` and `cancelauth.aspx`. */
export const decodeReversal = signed<Reversal>((reader) => ({
  ...reader.references(),
  amount: reader.amountIfGiven(),
}));

/** Of `inquire.aspx`. */
export const decodeInquiryByPayId = inquiry<Inquiry>((reader) => ({ payId: reader.payId() }));

/** Of `inquire24.aspx`. */
export const decodeInquiryByTransId = inquiry<Inquiry>((reader) => ({
  transId: reader.required("transid", "trans_id_missing"),
}));
