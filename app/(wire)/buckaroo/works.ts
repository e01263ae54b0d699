import type { Actor } from "@/lib/kernel/access";
import type { NewDataRequest, Work } from "@/lib/features/data-requests/commands/create-data-request";
import { prepareMandate, type Prepared } from "@/lib/features/data-requests/commands/mandate-work";
import type { ServiceName, Wanted } from "@/lib/features/data-requests/model";
import { invoiceWorks } from "@/app/(wire)/buckaroo/invoice-work";
import { invitationWorks, qrWorks } from "@/app/(wire)/buckaroo/other-work";
import { subscriptionWorks } from "@/app/(wire)/buckaroo/subscription-work";
import type { Works } from "@/app/(wire)/buckaroo/work";

const works: Readonly<Record<Exclude<ServiceName, "emandate" | "emandateb2b">, Works>> = {
  idealqr: qrWorks,
  Subscriptions: subscriptionWorks,
  CreditManagement3: invoiceWorks,
  payperemail: invitationWorks,
};
const nothing: Work = () => Promise.resolve({ beginning: "error" });

/** What has to be done for a request; what a bank has to be asked, it has been asked when this comes back. */
export async function workFor(actor: Actor, wish: NewDataRequest, wanted: Wanted): Promise<Prepared> {
  const { service, action } = wanted;
  if (service === "emandate" || service === "emandateb2b") return prepareMandate({ actor, wish, wanted });
  return { work: works[service][action] ?? nothing };
}
