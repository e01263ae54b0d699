import { trustMessages, type TrustCode, type TrustRefusal } from "@/lib/wire/trust/codes";

/** On the wire every value is a string, or a list of such (wire.md 1.1). */
export type Entry = Readonly<Record<string, string | readonly string[] | readonly Record<string, string>[]>>;

/** An AUTH, a REFUND or a SUBSCRIPTION as answers and reports show it (domain.md 1.1). */
export type TrustTransaction = {
  readonly type: "AUTH" | "REFUND" | "SUBSCRIPTION";
  readonly transactionReference: string;
  readonly parentTransactionReference: string | null;
  readonly siteReference: string;
  readonly orderReference: string | null;
  readonly currency: string;
  readonly baseAmount: number;
  readonly settleBaseAmount: number;
  readonly settleStatus: number | null;
  readonly settleDueDate: string | null;
  /** `unknown`: the gateway has not answered; the state must be asked for. `queued`: it waits for a person or for the balance. */
  readonly outcome: "approved" | "declined" | "failed" | "unknown" | "queued";
  readonly authCode: string | null;
  readonly acquirerCode: string | null;
  readonly accountType: string;
  readonly card: {
    readonly brand: string;
    readonly firstSix: string;
    readonly lastFour: string;
    readonly expiry: string | null;
  } | null;
  readonly operator: string;
  readonly startedAt: Date;
  readonly settledAt: Date | null;
};

const codes: Readonly<Record<TrustTransaction["outcome"], TrustCode>> = {
  approved: "0",
  declined: "70000",
  failed: "60010",
  unknown: "60034",
  queued: "79000",
};

/** `YYYY-MM-DD HH:MM:SS` in UTC. */
export const timestampOf = (instant: Date): string => instant.toISOString().slice(0, 19).replace("T", " ");

const outcomeOf = (code: TrustCode, data: readonly string[]): Record<string, string | readonly string[]> => ({
  errorcode: code,
  errormessage: trustMessages[code],
  ...(data.length > 0 ? { errordata: data } : {}),
});

const given = (fields: Readonly<Record<string, string | null>>): Record<string, string> => {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== null) kept[name] = value;
  return kept;
};

function cardFields({ card, type }: TrustTransaction) {
  if (card === null) return {};
  return given({
    paymenttypedescription: card.brand.toUpperCase(),
    maskedpan: `${card.firstSix}######${card.lastFour}`,
    expirydate: card.expiry,
    securityresponsesecuritycode: type === "AUTH" ? "0" : null,
  });
}

function authCodeOf({ outcome, authCode }: TrustTransaction): string | null {
  return outcome === "declined" ? "DECLINED" : authCode;
}

function acquirerCodeOf({ outcome, acquirerCode }: TrustTransaction): string | null {
  return outcome === "approved" ? "00" : acquirerCode;
}

/** A transaction as a flat list of texts; the same in the answer to an AUTH and in the records of a query. */
export function encodeTransaction(transaction: TrustTransaction): Record<string, string> {
  const code = codes[transaction.outcome];
  return {
    errorcode: code,
    errormessage: trustMessages[code],
    requesttypedescription: transaction.type,
    transactionreference: transaction.transactionReference,
    ...given({
      parenttransactionreference: transaction.parentTransactionReference,
      orderreference: transaction.orderReference,
      settlestatus: transaction.settleStatus?.toString() ?? null,
      settleduedate: transaction.settleDueDate,
      settledtimestamp: transaction.settledAt === null ? null : timestampOf(transaction.settledAt),
      authcode: authCodeOf(transaction),
      acquirerresponsecode: acquirerCodeOf(transaction),
    }),
    transactionstartedtimestamp: timestampOf(transaction.startedAt),
    sitereference: transaction.siteReference,
    baseamount: transaction.baseAmount.toString(),
    settlebaseamount: transaction.settleBaseAmount.toString(),
    currencyiso3a: transaction.currency,
    accounttypedescription: transaction.accountType,
    ...cardFields(transaction),
    live: "0",
    livestatus: "0",
    operatorname: transaction.operator,
  };
}

export type AnswerContext = { readonly operator: string; readonly now: Date };

/** `type` is the request's type as far as it was understood, or `ERROR`. */
export const encodeRefusal = (
  refusal: TrustRefusal,
  type: string,
  { operator, now }: AnswerContext,
): Entry => ({
  ...outcomeOf(refusal.code, refusal.data),
  requesttypedescription: type,
  transactionstartedtimestamp: timestampOf(now),
  operatorname: operator,
});

/** A TRANSACTIONUPDATE that was done. */
export const encodeUpdated = ({ operator, now }: AnswerContext): Entry => ({
  ...outcomeOf("0", []),
  requesttypedescription: "TRANSACTIONUPDATE",
  transactionstartedtimestamp: timestampOf(now),
  operatorname: operator,
});

export type Found = { readonly count: number; readonly records: readonly TrustTransaction[] };

/**
 * Nothing found is 20004 when a transaction was asked for by its reference, else 21014
 * (domain.md 1.6, wire.md 1.1). `found` and `records` are there in every case.
 */
export function encodeFound(
  found: Found,
  askedByReference: boolean,
  { operator, now }: AnswerContext,
): Entry {
  const nothing = askedByReference ? "20004" : "21014";
  return {
    ...outcomeOf(found.records.length > 0 ? "0" : nothing, []),
    requesttypedescription: "TRANSACTIONQUERY",
    transactionstartedtimestamp: timestampOf(now),
    found: found.count.toString(),
    records: found.records.map((record) => ({ ...encodeTransaction(record), interface: "PASS-JSON-JSON" })),
    operatorname: operator,
  };
}

/** `secrand` only makes two answers differ. */
export const encodeEnvelope = (answer: {
  readonly requestReference: string;
  readonly entries: readonly Entry[];
  readonly secrand: string;
}): string =>
  JSON.stringify({
    requestreference: answer.requestReference,
    version: "1.00",
    response: answer.entries,
    secrand: answer.secrand,
  });
