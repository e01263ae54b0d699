import { failed, output } from "@/lib/features/data-requests/model";
import { toMajor } from "@/lib/kernel/money";
import { createInvoiceIn } from "@/lib/features/invoices/commands/invoices";
import { actorOf, ask, people, type RequestStory } from "./asking";
import { demoScheme, liveOn } from "./invoices";
import { payByLink } from "./reminders";
import { minuteMs } from "./setting";
import { at, later } from "./time-travel";

/** Domains that some customers have typed badly; what stands before them is nobody's, whatever they are corrected to. */
const domains: Readonly<Record<number, string>> = { 4: "gmial.com", 17: "hotmial.com", 31: "gmial.com" };

function addressOf(first: string, last: string, customer: number): string {
  const name = `${first}.${last.replaceAll(" ", "")}${customer.toString()}`;
  const domain = domains[customer];
  return (domain === undefined ? `${name}@example.nl` : `${name}.example@${domain}`).toLowerCase();
}

const service = "CreditManagement3";
export async function invoice(story: RequestStory): Promise<void> {
  const { website, random, number, begins } = story;
  const customer = number % 40;
  const [first, last] = people[customer % people.length] ?? people[0];
  const day = (days: number) =>
    later(begins, days * 86_400_000)
      .toISOString()
      .slice(0, 10);
  const minor = 20_50 + Math.floor(random.next() * 400) * 100;
  const values = {
    Invoice: `INV-${number.toString().padStart(5, "0")}`,
    InvoiceAmount: toMajor({ minor, currency: "EUR" }),
    InvoiceDate: day(0),
    DueDate: day(random.chance(0.95) ? random.pick([1, 3, 5, 8, 14, 30] as const) : -1),
    SchemeKey: random.chance(0.96) ? demoScheme : "no-such",
    "Debtor/Code": `cust-${customer.toString()}`,
    "Person/FirstName": first,
    "Person/LastName": last,
    "Email/Email": addressOf(first, last, customer),
    ...(random.chance(0.6) && { "Phone/Mobile": `+3161234${(1_000 + (number % 9_000)).toString()}` }),
  };
  const made: string[] = [];
  const { id: dataRequestId } = await ask(
    website,
    { service, action: "CreateInvoice", values },
    (wish) => async (tx) => {
      const created = await createInvoiceIn(tx, wish);
      if (!created.ok) return failed("DueDate must not be before InvoiceDate.");
      const { id: invoiceId, key, isRejected } = created.value;
      if (isRejected)
        return { beginning: "refuse_input", text: "No such scheme.", references: { invoiceId } };
      made.push(invoiceId);
      return { beginning: "accept", outputs: [output("InvoiceKey", key)], references: { invoiceId } };
    },
  );
  const isPaid = random.chance(0.25);
  for (const invoiceId of made)
    if (isPaid)
      await at(later(begins, 20 * minuteMs), () =>
        payByLink(website, { dataRequestId, invoice: values.Invoice, minor }),
      );
    else await liveOn(actorOf(website), random, { invoiceId, begins });
}
