import { holdsLong, openedChain } from "@/lib/features/authorisations/model";
import { reservedUntil } from "@/lib/features/settlement/model";
import { insertChain, settingsInForce } from "@/lib/platform/chains";
import { gateway } from "@/lib/platform/gateway/gateway";
import type { Writing } from "@/lib/platform/tx";

type Means = { readonly websiteId: string; readonly captureMode: string; readonly method: string };

async function settingFor(tx: Writing, { websiteId, captureMode, method }: Means) {
  if (captureMode !== "manual" || method !== "card") return null;
  const setting = (await settingsInForce(tx)).get(websiteId);
  return setting?.isOn === true ? setting : null;
}

/** A reservation that will be renewed must hold until then. */
export async function mustHoldLong(tx: Writing, means: Means): Promise<boolean> {
  const setting = await settingFor(tx, means);
  return setting !== null && holdsLong(setting);
}

type Approved = Means & {
  readonly id: string;
  readonly orderReference: string | null;
  readonly transactionReference: string;
  readonly invoiceNumber: string | null;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly preAuthorisation: boolean;
};

/** RefNr is 30 signs of ASCII at most (domain.md 3.1). */
const refNrOf = (invoiceNumber: string | null) =>
  invoiceNumber !== null && /^[!-~]{1,30}$/.test(invoiceNumber) ? invoiceNumber : null;

/** CT-2: a card that is held for capture by hand is renewed where the website asks for it. */
export async function openChain(
  tx: Writing,
  payment: Approved,
  approved: { readonly operationId: string; readonly reference: string },
): Promise<void> {
  const setting = await settingFor(tx, payment);
  if (setting === null) return;
  const originalMinor = Number(payment.amountMinor);
  const { isSimulation: isSimulated } = gateway();
  const until = reservedUntil(tx.now, payment.preAuthorisation);
  const opening = { amountMinor: originalMinor, authorisedAt: tx.now, reservedUntil: until, isSimulated };
  const chain = openedChain(opening, setting);
  await insertChain(tx, {
    ...{ paymentId: payment.id, websiteId: payment.websiteId, currency: payment.currency, originalMinor },
    ...{ transId: payment.orderReference ?? payment.transactionReference, isSimulated, ...approved },
    ...{ refNr: refNrOf(payment.invoiceNumber), state: chain.state, authorisedAt: tx.now },
    ...{ reservedUntil: until, nextRenewalAt: chain.nextRenewalAt, stopAt: chain.stopAt },
  });
}
