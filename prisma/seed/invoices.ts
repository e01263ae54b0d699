import type { Actor } from "@/lib/kernel/access";
import { actOnInvoice, type InvoiceAct } from "@/lib/features/invoices/commands/act";
import { saveScheme } from "@/lib/features/schemes/commands/save-scheme";
import type { WantedStep } from "@/lib/features/schemes/model";
import type { Random } from "@/sandbox/people/random";
import { dealt, minuteMs } from "./setting";
import { at, later } from "./time-travel";

export const demoScheme = "a1b2c3";

const message = { channel: "email", fallbackChannel: "sms", feeMinor: 0 } as const;
const silent = { channel: null, fallbackChannel: null } as const;
const steps: WantedStep[] = [
  { ...message, daysAfterDue: 0, action: "invitation" },
  { ...message, daysAfterDue: 3, action: "reminder" },
  { ...message, daysAfterDue: 7, action: "reminder", channel: "sms", fallbackChannel: "email" },
  { ...silent, daysAfterDue: 14, action: "admin_costs", feeMinor: 4_000 },
  { ...silent, daysAfterDue: 30, action: "collection_agency", feeMinor: 0 },
];

/** The scheme that the demo's invoices name; one that is there stays as it is. */
export const seedScheme = (actor: Actor, websiteId: string) =>
  saveScheme(actor, { websiteId, schemeId: null, name: "Standard", key: demoScheme, steps });

const agency: readonly InvoiceAct[] = [{ act: "hand_over" }, { act: "transfer" }, { act: "accept" }];

/** How people go on with invoices; of those that are left alone the scheme takes care, day by day. */
const lives: Readonly<Record<string, readonly InvoiceAct[]>> = {
  waits: [],
  paused: [{ act: "pause" }],
  disputed: [{ act: "dispute", reason: "The parcel arrived damaged" }],
  planned: [{ act: "plan", count: 3, startOn: null }],
  credited: [{ act: "credit", minor: 5_00, number: "CN-1" }],
  written_off: [{ act: "write_off" }],
  cancelled: [{ act: "cancel" }],
  handed: agency.slice(0, 2),
  collected: [...agency, { act: "process" }],
  in_part: [...agency, { act: "process_part" }],
  refused: [...agency.slice(0, 2), { act: "refuse" }],
  recalled: [...agency.slice(0, 2), { act: "recall" }, { act: "recalled" }],
};
const shares = {
  ...{ waits: 58, paused: 5, disputed: 5, planned: 6, credited: 6, written_off: 3 },
  ...{ cancelled: 4, handed: 3, collected: 3, in_part: 2, refused: 3, recalled: 2 },
};

type Begun = { readonly invoiceId: string; readonly begins: Date };

/** What people did with an invoice after it was there, a minute apart. */
export async function liveOn(actor: Actor, random: Random, { invoiceId, begins }: Begun): Promise<void> {
  const acts = lives[dealt(random, shares) ?? "waits"] ?? [];
  for (const [index, wish] of acts.entries())
    await at(later(begins, (index + 1) * minuteMs), () => actOnInvoice(actor, { invoiceId, wish }));
}
