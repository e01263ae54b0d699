import { createHash, randomBytes } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { accountFor, issuers } from "./accounts";

const bankId = z.enum(issuers.map(({ id }) => id) as [string, ...string[]]);

export const MandateWish = z.object({
  requestId: z.uuid(),
  scheme: z.enum(["emandate", "emandateb2b"]),
  creditor: z.string(),
  mandateId: z.string(),
  debtorReference: z.string(),
  bankId: bankId.nullable().catch(null),
  isRecurring: z.boolean(),
  reason: z.string(),
  maxAmount: z.object({ minor: z.int(), currency: z.string() }).nullable(),
  language: z.string(),
  returnUrl: z.url(),
  notifyUrl: z.url(),
  expiresAt: z.iso.datetime(),
});
export type MandateWish = z.output<typeof MandateWish>;

export type Word = "open" | "signed" | "rejected" | "cancelled" | "expired" | "failed";
export type Mandate = {
  readonly reference: string;
  readonly wish: MandateWish;
  readonly word: Word;
  readonly bankId: string | null;
};

/** The bank's books: what was opened and what people said to it, in a journal when there is a folder for it. */
export class Mandates {
  private readonly known = new Map<string, Mandate>();
  private readonly journal: string | null;

  constructor(journal: string | null) {
    this.journal = journal;
    if (journal === null) return;
    mkdirSync(dirname(journal), { recursive: true });
    if (!existsSync(journal)) return;
    for (const line of readFileSync(journal, "utf8").split("\n"))
      if (line.endsWith("}")) this.remember(JSON.parse(line) as Mandate);
  }

  /** The same request opens one mandate, however often it comes. */
  open(wish: MandateWish): Mandate {
    const before = [...this.known.values()].find(({ wish: { requestId } }) => requestId === wish.requestId);
    return (
      before ??
      this.write({
        reference: `EM${randomBytes(9).toString("hex").toUpperCase()}`,
        wish,
        word: "open",
        bankId: wish.bankId,
      })
    );
  }

  find(reference: string, now: Date): Mandate | undefined {
    const found = this.known.get(reference);
    if (found?.word !== "open" || new Date(found.wish.expiresAt) > now) return found;
    return { ...found, word: "expired" };
  }

  say(mandate: Mandate, word: Word, bank: string | null = mandate.bankId): Mandate {
    return this.write({ ...mandate, word, bankId: bank });
  }

  private write(mandate: Mandate): Mandate {
    if (this.journal !== null) appendFileSync(this.journal, `${JSON.stringify(mandate)}\n`);
    this.remember(mandate);
    return mandate;
  }

  private remember(mandate: Mandate) {
    this.known.set(mandate.reference, mandate);
  }
}

/** What the bank tells of a mandate; of whose account it is only once it is signed. */
export function told({ reference, word, wish, bankId: bank }: Mandate) {
  const chosen = bank ?? issuers[0].id;
  const { iban, holder } = accountFor(chosen, wish.debtorReference);
  const isSigned = word === "signed";
  return {
    reference,
    word,
    bankId: isSigned ? chosen : bank,
    accountName: isSigned ? holder : null,
    iban: isSigned ? iban : null,
    signerName: isSigned ? holder : null,
    validationReference: isSigned
      ? createHash("sha256").update(reference).digest("hex").slice(0, 32).toUpperCase()
      : null,
  };
}
