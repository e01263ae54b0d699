import type { Actor } from "@/lib/kernel/access";
import type { Work } from "@/lib/features/data-requests/commands/create-data-request";
import { hearFromBank, hearWordIn } from "@/lib/features/data-requests/commands/hear-bank";
import { insertMandate, mandateOutputs } from "@/lib/features/data-requests/commands/mandate-rows";
import { failed, output } from "@/lib/features/data-requests/model";
import type { BankWord, MandateAtBank } from "@/lib/platform/bank/port";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { actorOf, ask, exchangeOf, people, type RequestStory } from "./asking";
import { dealt, hourMs, minuteMs } from "./setting";
import { at, later } from "./time-travel";

const reasons = ["Subscription", "Membership", "Energy contract", "Donation"] as const;
const bankUrl = "https://mandates.bank.example";

const toldOf = (reference: string, word: BankWord, person: string): MandateAtBank => {
  const isSigned = word === "signed";
  return {
    reference,
    word,
    bankId: "RABONL2U",
    accountName: isSigned ? person : null,
    iban: isSigned ? "NL44RABO0123456789" : null,
    signerName: isSigned ? person : null,
    validationReference: isSigned ? reference : null,
  };
};

type Opened = {
  readonly story: RequestStory;
  readonly id: string;
  readonly service: string;
  readonly mandateId: string;
  readonly told: MandateAtBank;
};

/** The shop asks how it stands, or takes it back. */
async function askAgain({ story, id, service, mandateId, told }: Opened): Promise<void> {
  const { website, random, begins } = story;
  const action = dealt(random, { GetStatus: 14, CancelMandate: 6 });
  if (action === null) return;
  const isBack = action === "CancelMandate";
  const said = { ...told, word: isBack ? "cancelled" : told.word } as const;
  const work: Work = async (tx) => {
    const booked = await hearWordIn(tx, id, said, isBack);
    const url = `${bankUrl}/${isBack ? "withdrawals" : "mandates"}/${told.reference}`;
    const exchanges = [exchangeOf({ leg: "us_to_bank", url, status: 200, tookMs: 38 }, {}, said)];
    return booked === null
      ? failed("No such mandate.")
      : { beginning: "accept", outputs: mandateOutputs(booked), exchanges };
  };
  await at(later(begins, hourMs), () =>
    ask(website, { service, action, values: { MandateId: mandateId } }, () => work),
  );
}

/** A mandate is asked for, signed or not, and sometimes asked about. */
export async function mandate(story: RequestStory): Promise<void> {
  const { website, random, number, begins } = story;
  const [first, last] = random.pick(people);
  const values = {
    DebtorReference: `${first}-${number.toString()}`,
    SequenceType: "1",
    EMandateReason: random.pick(reasons),
    MandateId: `M-${number.toString().padStart(5, "0")}-${website.id.slice(-4)}`,
    ...(random.chance(0.06) ? { MaxAmount: "none" } : { MaxAmount: "150.00" }),
  };
  const service = random.chance(0.8) ? "emandate" : "emandateb2b";
  const reference = `EM${newId().replaceAll("-", "").slice(-18).toUpperCase()}`;
  const opening = { mandateId: values.MandateId, debtorReference: values.DebtorReference, scheme: service };
  const { id, code } = await ask(website, { service, action: "CreateMandate", values }, (wish) => (tx) => {
    const about = { leg: "us_to_bank", url: `${bankUrl}/mandates`, status: 200, tookMs: 45 } as const;
    return Promise.resolve({
      beginning: "need_input",
      outputs: [output("MandateId", values.MandateId), output("EmandateStatus", "Open")],
      references: { bankReference: reference, expiresAt: later(tx.now, 30 * minuteMs) },
      exchanges: [exchangeOf(about, opening, { reference, address: `${bankUrl}/sign/${reference}` })],
      write: (written, requestId) =>
        insertMandate(written, requestId, wish, {
          scheme: service,
          mandateId: values.MandateId,
          originalMandateId: null,
        }),
    });
  });
  if (code !== 790) return;
  const word = (dealt(random, { signed: 72, cancelled: 10, rejected: 8, failed: 3 }) ??
    "expired") as BankWord;
  const told = toldOf(reference, word, `${first} ${last}`);
  const takesMs = word === "expired" ? 31 * minuteMs : (1 + random.next() * 8) * minuteMs;
  const bank: Actor = { ...actorOf(website), kind: "system", id: "bank", name: "bank" };
  await at(later(begins, takesMs), async () => {
    const url = new URL("/bank/notifications", env().baseUrl).href;
    const exchange = exchangeOf({ leg: "bank_to_us", url, status: 204, tookMs: 12 }, told, null);
    await hearFromBank(bank, { dataRequestId: id, told, exchange });
  });
  if (word === "signed") await askAgain({ story, id, service, mandateId: values.MandateId, told });
}
