import { failed, output } from "@/lib/features/data-requests/model";
import { createInvoiceIn } from "@/lib/features/invoices/commands/invoices";
import { actorOf, ask, people, type RequestStory } from "./asking";
import { demoScheme, liveOn } from "./invoices";
import { later } from "./time-travel";

const service = "CreditManagement3";
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
    DueDate: day(random.chance(0.95) ? random.pick([5, 8, 14, 30] as const) : -1),
    SchemeKey: random.chance(0.96) ? demoScheme : "no-such",
    "Debtor/Code": `cust-${(number % 40).toString()}`,
    "Person/FirstName": first,
    "Person/LastName": last,
    "Email/Email": `${first}.${last.replaceAll(" ", "")}@example.nl`.toLowerCase(),
    ...(random.chance(0.6) && { "Phone/Mobile": `+3161234${(1_000 + (number % 9_000)).toString()}` }),
  };
  const made: string[] = [];
  await ask(website, { service, action: "CreateInvoice", values }, (wish) => async (tx) => {
    const created = await createInvoiceIn(tx, wish);
    if (!created.ok) return failed("DueDate must not be before InvoiceDate.");
    const { id: invoiceId, key, isRejected } = created.value;
    if (isRejected) return { beginning: "refuse_input", text: "No such scheme.", references: { invoiceId } };
    made.push(invoiceId);
    return { beginning: "accept", outputs: [output("InvoiceKey", key)], references: { invoiceId } };
  });
  for (const invoiceId of made) await liveOn(actorOf(website), random, { invoiceId, begins });
}
