import { newId } from "@/lib/platform/ids";
import { proveScope } from "@/lib/platform/scope";
import type { Actor } from "@/lib/kernel/access";
import type { BankWord, MandateAtBank } from "@/lib/platform/bank/port";
import {
  createDataRequest,
  type NewDataRequest,
  type Work,
} from "@/lib/features/data-requests/commands/create-data-request";
import { hearFromBank } from "@/lib/features/data-requests/commands/hear-bank";
import { inviteToPay } from "@/lib/features/data-requests/commands/invite";
import { insertMandate } from "@/lib/features/data-requests/commands/mandate-rows";
import { decideWanted, output } from "@/lib/features/data-requests/model";
import { createInvoiceIn } from "@/lib/features/invoices/commands/invoices";
import { Asked } from "@/lib/features/parameters/model";
import { drawQr } from "@/lib/features/qr-codes/commands/generate-qr";
import type { Random } from "@/sandbox/people/random";
import type { SeededWebsite } from "./merchants";
import { demoScheme, liveOn, seedScheme } from "./invoices";
import { dealt, minuteMs } from "./setting";
import { at, later } from "./time-travel";

type Website = Pick<SeededWebsite, "id" | "merchantId"> & { readonly shown: { readonly name: string } };
type Values = Readonly<Record<string, string>>;

type Named = readonly [first: string, last: string];
const people: readonly [Named, ...Named[]] = [
  ["Sanne", "Jansen"],
  ["Daan", "de Boer"],
  ["Emma", "Visser"],
  ["Lucas", "Meijer"],
  ["Noor", "van Dam"],
];
const reasons = ["Subscription", "Membership", "Energy contract", "Donation"] as const;

const actorOf = ({ merchantId, id, shown }: Website): Actor => ({
  kind: "api",
  id,
  name: shown.name,
  scope: proveScope(merchantId),
  may: new Set(),
  address: null,
});

function wishOf(website: Website, service: string, action: string, values: Values): NewDataRequest {
  const parameters = Object.entries(values).map(([name, value]) => ({
    name: name.split("/").at(-1) ?? "",
    groupType: name.includes("/") ? (name.split("/")[0] ?? null) : null,
    groupId: null,
    value,
  }));
  const none = { order: null, clientIp: null, pushUrl: null, pushUrlFailure: null };
  return {
    ...none,
    websiteId: website.id,
    service,
    action,
    asked: new Asked(parameters, "EUR"),
    currency: "EUR",
    invoice: values["Invoice"] ?? null,
    culture: "nl-NL",
    isTest: false,
    custom: [],
    additional: [],
    returnUrl: null,
    returnUrlCancel: null,
    channel: "json",
    correlationId: newId(),
  };
}

/** A request that is not valid ends as 491 before anybody works on it. */
const checked = (wish: NewDataRequest, work: Work): Work => {
  const { service, action, asked } = wish;
  const decided = decideWanted({ service, action, parameters: asked.parameters }, "EUR");
  if (!("errors" in decided)) return work;
  const { errors } = decided;
  return () => Promise.resolve({ beginning: "refuse_input", errors, text: errors[0]?.message ?? "" });
};

type Story = {
  readonly website: Website;
  readonly random: Random;
  readonly number: number;
  readonly begins: Date;
};

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

async function mandate({ website, random, number, begins }: Story): Promise<void> {
  const [first, last] = random.pick(people);
  const values = {
    DebtorReference: `${first}-${number.toString()}`,
    SequenceType: "1",
    EMandateReason: random.pick(reasons),
    MandateId: `M-${number.toString().padStart(5, "0")}-${website.id.slice(-4)}`,
    ...(random.chance(0.06) ? { MaxAmount: "none" } : { MaxAmount: "150.00" }),
  };
  const service = random.chance(0.8) ? "emandate" : "emandateb2b";
  const wish = wishOf(website, service, "CreateMandate", values);
  const reference = `EM${newId().replaceAll("-", "").slice(-18).toUpperCase()}`;
  const work: Work = (tx) =>
    Promise.resolve({
      beginning: "need_input",
      outputs: [output("MandateId", values.MandateId), output("EmandateStatus", "Open")],
      references: { bankReference: reference, expiresAt: later(tx.now, 30 * minuteMs) },
      write: (written, id) =>
        insertMandate(written, id, wish, {
          scheme: service,
          mandateId: values.MandateId,
          originalMandateId: null,
        }),
    });
  const { id, code } = await createDataRequest(actorOf(website), wish, checked(wish, work));
  if (code !== 790) return;
  const word = (dealt(random, { signed: 72, cancelled: 10, rejected: 8, failed: 3 }) ??
    "expired") as BankWord;
  const told = toldOf(reference, word, `${first} ${last}`);
  const takesMs = word === "expired" ? 31 * minuteMs : (1 + random.next() * 8) * minuteMs;
  const bank: Actor = { ...actorOf(website), kind: "system", id: "bank", name: "bank" };
  await at(later(begins, takesMs), async () => {
    await hearFromBank(bank, { dataRequestId: id, told });
  });
}

async function invoice({ website, random, number, begins }: Story): Promise<void> {
  const [first, last] = random.pick(people);
  const day = (days: number) =>
    later(begins, days * 86_400_000)
      .toISOString()
      .slice(0, 10);
  const values = {
    Invoice: `INV-${number.toString().padStart(5, "0")}`,
    InvoiceAmount: `${(20 + Math.floor(random.next() * 400)).toString()}.50`,
    InvoiceDate: day(0),
    DueDate: day(random.chance(0.95) ? random.pick([5, 8, 14, 30] as const) : -1),
    SchemeKey: random.chance(0.96) ? demoScheme : "no-such",
    "Debtor/Code": `cust-${(number % 40).toString()}`,
    "Person/FirstName": first,
    "Person/LastName": last,
    "Email/Email": `${first}.${last.replaceAll(" ", "")}@example.nl`.toLowerCase(),
    ...(random.chance(0.6) && { "Phone/Mobile": `+3161234${(1_000 + (number % 9_000)).toString()}` }),
  };
  const wish = wishOf(website, "CreditManagement3", "CreateInvoice", values);
  const made: string[] = [];
  const work: Work = async (tx) => {
    const created = await createInvoiceIn(tx, wish);
    if (!created.ok) return { beginning: "fail", text: "DueDate must not be before InvoiceDate." };
    const { id: invoiceId, key, isRejected } = created.value;
    if (isRejected) return { beginning: "refuse_input", text: "No such scheme.", references: { invoiceId } };
    made.push(invoiceId);
    return { beginning: "accept", outputs: [output("InvoiceKey", key)], references: { invoiceId } };
  };
  await createDataRequest(actorOf(website), wish, checked(wish, work));
  for (const invoiceId of made) await liveOn(actorOf(website), random, { invoiceId, begins });
}

async function code({ website, number }: Story): Promise<void> {
  const values = { Amount: "12.50", PurchaseId: `P-${number.toString()}`, Description: "At the counter" };
  const wish = wishOf(website, "idealqr", "Generate", values);
  await createDataRequest(
    actorOf(website),
    wish,
    checked(wish, (tx) => Promise.resolve(drawQr(wish.asked, tx.now))),
  );
}

async function invitation({ website, random, number }: Story): Promise<void> {
  const [first, last] = random.pick(people);
  const values = {
    CustomerEmail: random.chance(0.93)
      ? `${first.toLowerCase()}${number.toString()}@example.nl`
      : "no address",
    CustomerFirstName: first,
    CustomerLastName: last,
    Amount: "49.95",
    // The demo mails nobody about the past.
    MerchantSendsEmail: "true",
  };
  const wish = wishOf(website, "payperemail", "PaymentInvitation", values);
  const work: Work = (tx, _wish, id) =>
    Promise.resolve(inviteToPay(tx, wish, id) ?? { beginning: "fail" as const });
  await createDataRequest(actorOf(website), wish, checked(wish, work));
}

const stories: Readonly<Record<string, (story: Story) => Promise<void>>> = {
  mandate,
  invoice,
  code,
  invitation,
};
const shares = { mandate: 45, invoice: 30, code: 12, invitation: 13 };

type Span = { readonly from: Date; readonly to: Date; readonly count: number };

/** So many requests between two instants, each lived through in its own time. */
export async function seedRequests(
  websites: readonly Website[],
  random: Random,
  { from, to, count }: Span,
): Promise<void> {
  const [first] = websites;
  if (first === undefined) return;
  for (const website of websites)
    await at(from, async () => {
      await seedScheme(actorOf(website), website.id);
    });
  const stepMs = (to.getTime() - from.getTime()) / count;
  for (let index = 0; index < count; index += 1) {
    const begins = later(from, (index + random.next() * 0.5) * stepMs);
    const website = websites[Math.floor(random.next() * websites.length)] ?? first;
    const number = Math.floor(from.getTime() / 60_000_000) * 1_000 + index;
    const tell = stories[dealt(random, shares) ?? "mandate"] ?? mandate;
    await at(begins, () => tell({ website, random, number, begins }));
  }
}
