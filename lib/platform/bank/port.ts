import type { Money } from "@/lib/kernel/money";
import type { ExchangeRecord } from "@/lib/platform/http";

export type BankWord = "open" | "signed" | "rejected" | "cancelled" | "expired" | "failed";

/** How a mandate stands at the bank. Account and signer are known once it is signed. */
export type MandateAtBank = {
  readonly reference: string;
  readonly word: BankWord;
  readonly bankId: string | null;
  readonly accountName: string | null;
  readonly iban: string | null;
  readonly signerName: string | null;
  readonly validationReference: string | null;
};

export type MandateWish = {
  /** Ours; the same id opens one mandate, however often it is sent. */
  readonly requestId: string;
  readonly scheme: "emandate" | "emandateb2b";
  readonly creditor: string;
  readonly mandateId: string;
  readonly debtorReference: string;
  readonly bankId: string | null;
  readonly isRecurring: boolean;
  readonly reason: string;
  readonly maxAmount: Money | null;
  readonly language: string;
  /** Where the customer is sent afterwards. */
  readonly returnUrl: string;
  /** Where the bank tells what became of it. */
  readonly notifyUrl: string;
  readonly expiresAt: Date;
};

/** `value` is null when the bank gave no usable answer: ask again later. */
export type BankReply<T> = { readonly value: T | null; readonly exchange: ExchangeRecord };

type Issuer = { readonly id: string; readonly name: string };

export type BankPort = {
  issuers(): Promise<BankReply<readonly Issuer[]>>;
  /** `address`: the bank's page where the customer decides. */
  open(wish: MandateWish): Promise<BankReply<{ readonly reference: string; readonly address: string }>>;
  inquire(reference: string): Promise<BankReply<MandateAtBank>>;
  /** Takes back what is not signed yet, or ends what is; the answer says how it stands then. */
  withdraw(reference: string): Promise<BankReply<MandateAtBank>>;
};
