import { comparableAddress, type Channel } from "@/lib/kernel/communications";
import { ok } from "@/lib/kernel/result";
import { applyInvoiceEvent, writeInvoiceHistory } from "@/lib/features/invoices/commands/apply-event";
import { addressOf, queueStepMessage, reachOf } from "@/lib/features/invoices/commands/messages";
import { readStepping, stepDecisionOf, type Stepping } from "@/lib/features/invoices/commands/plan-next-step";
import { decideBackup, decideSending, type SchemeStep } from "@/lib/features/schemes/model";
import { lockRow } from "@/lib/platform/lock";
import { claim } from "@/lib/platform/outbox";
import { inTransaction, type Tx } from "@/lib/platform/tx";

const readBounce = (tx: Tx, id: string) =>
  tx.db.bounce.findUnique({
    where: { merchantId_id: { merchantId: tx.scope, id } },
    select: {
      id: true,
      channel: true,
      addressee: true,
      isHard: true,
      fallbackId: true,
      invoiceId: true,
      invoiceStepId: true,
    },
  });
type Bounce = NonNullable<Awaited<ReturnType<typeof readBounce>>>;

const readStep = (tx: Tx, id: string) =>
  tx.db.invoiceStep.findUnique({ where: { merchantId_id: { merchantId: tx.scope, id } } });
type Step = NonNullable<Awaited<ReturnType<typeof readStep>>>;

/** Where the debtor has got a new address meanwhile, that one has not failed. */
async function flagDebtor(tx: Tx, { debtor }: Stepping, bounce: Bounce): Promise<Stepping["debtor"]> {
  const channel = bounce.channel as Channel;
  const address = addressOf(debtor, channel);
  const isSame =
    address !== null && comparableAddress(channel, address) === comparableAddress(channel, bounce.addressee);
  if (!bounce.isHard || !isSame) return debtor;
  const flag = channel === "email" ? { emailUnreachable: true } : { mobileUnreachable: true };
  await tx.db.debtor.update({
    where: { merchantId_id: { merchantId: tx.scope, id: debtor.id } },
    data: { ...flag, changedAt: tx.now },
    select: { id: true },
  });
  await tx.audit("debtor.unreachable", ["debtor", debtor.id], { channel, bounceId: bounce.id });
  return { ...debtor, ...flag };
}

const methodsOf = ({ channel, fallbackChannel }: Step) => ({
  channel: channel as Channel | null,
  fallbackChannel: fallbackChannel as Channel | null,
});

type Falling = { readonly invoice: Stepping; readonly step: Step; readonly bounce: Bounce };

async function sendBackup(tx: Tx, { invoice, step, bounce }: Falling, channel: Channel): Promise<void> {
  const action = step.action as SchemeStep["action"];
  const sent = { id: step.id, position: step.position, action };
  const communicationId = await queueStepMessage(tx, invoice, { step: sent, channel });
  await tx.db.invoiceStep.update({
    where: { merchantId_id: { merchantId: tx.scope, id: step.id } },
    data: { outcome: "sent_backup" },
    select: { id: true },
  });
  await tx.db.bounce.update({
    where: { merchantId_id: { merchantId: tx.scope, id: bounce.id } },
    data: { fallbackId: communicationId },
    select: { id: true },
  });
  const { statusCode } = invoice;
  await writeInvoiceHistory(tx, invoice.id, {
    event: action === "invitation" ? "invite_backup" : "remind_backup",
    from: statusCode,
    to: statusCode,
    detail: { position: step.position, channel, communicationId, bounceId: bounce.id },
  });
}

/** Nothing is left for this step. Where nothing reaches the debtor at all, the invoice waits for better data. */
async function skip(tx: Tx, { invoice, step, bounce }: Falling): Promise<void> {
  await tx.db.invoiceStep.update({
    where: { merchantId_id: { merchantId: tx.scope, id: step.id } },
    data: { outcome: "skipped" },
    select: { id: true },
  });
  const { statusCode } = invoice;
  const { position } = step;
  await writeInvoiceHistory(tx, invoice.id, {
    event: "skip",
    from: statusCode,
    to: statusCode,
    detail: { position, bounceId: bounce.id },
  });
  const sending = decideSending(methodsOf(step), await reachOf(tx, invoice.debtor));
  if (!("problems" in sending)) return;
  const problems = sending.problems.map(({ channel, reason }) => `${channel}.${reason}`);
  await applyInvoiceEvent(tx, invoice, "invalidate", { problems, position });
}

/** A paused or paid invoice reminds nobody, and a step that is through is not taken up again. */
function isOver({ invoice, step, bounce }: Falling): boolean {
  if (bounce.fallbackId !== null || step.outcome === "skipped" || step.outcome === "impossible") return true;
  const decided = stepDecisionOf(invoice, null);
  return !decided.ok && decided.error !== "no_step";
}

async function fallBack(tx: Tx, falling: Falling): Promise<void> {
  if (isOver(falling)) return;
  const { invoice, step } = falling;
  const bounced = falling.bounce.channel as Channel;
  const reach = await reachOf(tx, invoice.debtor);
  const backup = decideBackup({ ...methodsOf(step), outcome: step.outcome }, bounced, reach);
  if (backup.ok) return sendBackup(tx, falling, backup.value);
  // A later report about a message that its backup stands in for already.
  const isReplaced = step.outcome === "sent_backup" && bounced === step.channel;
  if (!isReplaced) await skip(tx, falling);
}

/** Domain.md 2.8: a reminder bounced. The backup goes out in its place, or it is said that none is left. */
export async function fallBackAfterBounce(payload: unknown): Promise<void> {
  const { actor, payload: ids } = claim("communication.bounced", payload);
  await inTransaction(actor, async (tx) => {
    const bounce = await readBounce(tx, ids.bounceId);
    if (bounce?.invoiceId == null || bounce.invoiceStepId === null) return ok("not ours");
    if (!(await lockRow(tx, "invoice", bounce.invoiceId))) return ok("not ours");
    const invoice = await readStepping(tx.db, tx.scope, bounce.invoiceId);
    const step = await readStep(tx, bounce.invoiceStepId);
    if (invoice === null || step === null) return ok("not ours");
    const debtor = await flagDebtor(tx, invoice, bounce);
    await fallBack(tx, { invoice: { ...invoice, debtor }, step, bounce });
    return ok("done");
  });
}
