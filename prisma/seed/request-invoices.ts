import type { Work } from "@/lib/features/data-requests/commands/create-data-request";
import { failed, output } from "@/lib/features/data-requests/model";
import { createInvoiceIn, creditInvoiceIn, moveInvoiceIn } from "@/lib/features/invoices/commands/invoices";
import { ask, people, type RequestStory } from "./asking";
import { dealt, hourMs } from "./setting";
import { at, later } from "./time-travel";

const service = "CreditManagement3";
const chances = { PauseInvoice: 16, UnPauseInvoice: 8, CreateCreditNote: 8, StopInvoice: 4 };
const moves = { PauseInvoice: "pause", UnPauseInvoice: "unpause", StopInvoice: "cancel" } as const;

/** What a shop does with an invoice later; to resume one that was never paused is refused. */
async function change({ website, random, begins }: RequestStory, number: string): Promise<void> {
  const action = dealt(random, chances);
  if (action === null) return;
  const values =
    action === "CreateCreditNote"
      ? { OriginalInvoiceNumber: number, InvoiceAmount: "5.00" }
      : { Invoice: number };
  const event = moves[action as keyof typeof moves] as (typeof moves)[keyof typeof moves] | undefined;
  const work =
    (wish: Parameters<Work>[1]): Work =>
    async (tx) => {
      const done = await (event === undefined ? creditInvoiceIn(tx, wish) : moveInvoiceIn(tx, wish, event));
      if (!done.ok) return failed("The invoice does not allow this now.");
      const { id: invoiceId, statusCode } = done.value;
      const outputs = [output("InvoiceNumber", number), output("InvoiceStatusCode", statusCode)];
      return { beginning: "accept", outputs, references: { invoiceId } };
    };
  await at(later(begins, hourMs), () => ask(website, { service, action, values }, work));
}

export async function invoice(story: RequestStory): Promise<void> {
  const { website, random, number, begins } = story;
  const [first, last] = random.pick(people);
  const day = (days: number) =>
    later(begins, days * 86_400_000)
      .toISOString()
      .slice(0, 10);
  const values = {
    Invoice: `INV-${number.toString().padStart(5, "0")}`,
    InvoiceAmount: `${(20 + Math.floor(random.next() * 400)).toString()}.50`,
    InvoiceDate: day(0),
    DueDate: day(random.chance(0.95) ? 30 : -1),
    SchemeKey: "a1b2c3",
    "Debtor/Code": `cust-${(number % 40).toString()}`,
    "Person/FirstName": first,
    "Person/LastName": last,
    "Email/Email": `${first}.${last.replaceAll(" ", "")}@example.nl`.toLowerCase(),
  };
  const made = await ask(website, { service, action: "CreateInvoice", values }, (wish) => async (tx) => {
    const created = await createInvoiceIn(tx, wish);
    if (!created.ok) return failed("DueDate must not be before InvoiceDate.");
    const { id: invoiceId, key } = created.value;
    return { beginning: "accept", outputs: [output("InvoiceKey", key)], references: { invoiceId } };
  });
  if (made.code === 190) await change(story, values.Invoice);
}
